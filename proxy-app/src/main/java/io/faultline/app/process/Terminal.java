package io.faultline.app.process;

import java.io.Console;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/**
 * Where a command writes: results to {@code out}, which may be a file or a pipe, everything said to a
 * person to {@code err}. Colour only where a person sees it, and never against {@code NO_COLOR}.
 */
public record Terminal(PrintWriter out, PrintWriter err, boolean colours) {

    private static final String RESET = "\u001B[0m";

    /** The one of this process. */
    @SuppressWarnings("SystemConsoleNull") // it does, again, since JDK 25
    public static Terminal ofProcess() {
        Console console = System.console();
        boolean person = console != null && console.isTerminal();
        String noColor = System.getenv("NO_COLOR");
        return new Terminal(
                new PrintWriter(System.out, true, StandardCharsets.UTF_8),
                new PrintWriter(System.err, true, StandardCharsets.UTF_8),
                person && (noColor == null || noColor.isEmpty()));
    }

    public String bold(String text) {
        return paint("\u001B[1m", text);
    }

    public String dim(String text) {
        return paint("\u001B[2m", text);
    }

    public String green(String text) {
        return paint("\u001B[32m", text);
    }

    public String red(String text) {
        return paint("\u001B[31m", text);
    }

    private String paint(String colour, String text) {
        return colours ? colour + text + RESET : text;
    }
}
