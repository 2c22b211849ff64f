package io.faultline.app.handover;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Starts the process that is to follow this one: the same command, through the launcher where there is
 * one, for a newer release brings other jars. It is a child of ours, and so in the service's own control
 * group, where a supervisor expects its main process.
 */
final class Successor {

    private static final String MAIN = "io.faultline.app.Main";
    private static final String TAKE_OVER = "--take-over";

    private Successor() {}

    static Process start(Path meeting) throws IOException {
        var builder = new ProcessBuilder(command()).inheritIO();
        Map<String, String> environment = builder.environment();
        // Meant for us, by number; the successor has none of these sockets.
        List.of("LISTEN_PID", "LISTEN_FDS", "LISTEN_FDNAMES").forEach(environment::remove);
        environment.remove("WATCHDOG_PID"); // it is who will be watched next
        environment.put("FAULTLINE_HAND_OVER", meeting.toString());
        return builder.start();
    }

    private static List<String> command() throws IOException {
        String own = Files.readString(Path.of("/proc/self/cmdline"), StandardCharsets.UTF_8);
        return command(Arrays.asList(own.split("\0")), System.getProperty("faultline.launcher"));
    }

    /** @param launcher as it was called: a link may lead to another release by now; null for none */
    static List<String> command(List<String> own, @Nullable String launcher) {
        int main = own.indexOf(MAIN);
        List<String> command = new ArrayList<>();
        if (launcher != null && main >= 0 && Files.isExecutable(Path.of(launcher))) {
            command.add(launcher);
            command.addAll(own.subList(main + 1, own.size()));
        } else {
            command.addAll(own);
        }
        if (!command.contains(TAKE_OVER)) {
            command.add(TAKE_OVER);
        }
        return command;
    }
}
