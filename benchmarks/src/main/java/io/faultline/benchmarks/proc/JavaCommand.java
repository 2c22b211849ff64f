package io.faultline.benchmarks.proc;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How to run a class of our own class path in a JVM of its own. */
public final class JavaCommand {

    private JavaCommand() {}

    public static List<String> of(String mainClass, List<String> jvmOptions) {
        var command = new ArrayList<String>();
        command.add(java());
        command.addAll(jvmOptions);
        command.add("--enable-native-access=ALL-UNNAMED");
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), mainClass));
        return command;
    }

    /** The java that runs this program. */
    public static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }
}
