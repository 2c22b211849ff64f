package io.faultline.pack;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.spi.ToolProvider;

/** Runs what does the work: tools of the JDK in this process, programs beside it. */
final class Tool {

    private Tool() {}

    /** What a tool of this JDK printed. */
    static String ofTheJdk(String name, List<String> arguments) {
        var out = new java.io.StringWriter();
        var writer = new java.io.PrintWriter(out);
        int code =
                ToolProvider.findFirst(name)
                        .orElseThrow(() -> new IllegalStateException("this JDK has no " + name))
                        .run(writer, writer, arguments.toArray(String[]::new));
        if (code != 0) {
            throw new IllegalStateException(name + " ended with " + code + ":\n" + out);
        }
        return out.toString();
    }

    /** Runs a program to its end, its standard output into a file; what else it says, only if it fails. */
    static void run(List<String> command, Map<String, String> environment, Path output)
            throws IOException, InterruptedException {
        Path said = Files.createTempFile("faultline-pack", ".log");
        try {
            var builder =
                    new ProcessBuilder(command)
                            .redirectOutput(output.toFile())
                            .redirectError(said.toFile());
            List.of("FAULTLINE_JAVA_HOME", "FAULTLINE_OPTS", "JAVA_TOOL_OPTIONS")
                    .forEach(builder.environment()::remove);
            builder.environment().putAll(environment);
            int code = builder.start().waitFor();
            if (code != 0) {
                throw new IOException(
                        String.join(" ", command)
                                + " ended with "
                                + code
                                + ":\n"
                                + Files.readString(said, StandardCharsets.UTF_8));
            }
        } finally {
            Files.delete(said);
        }
    }
}
