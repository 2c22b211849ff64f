package io.faultline.app.cli.top;

import io.faultline.app.process.Terminal;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The terminal while we own it: its second screen, no cursor, and keys that come without Enter. It is
 * given back as it was however we end: by a key, by an error, by a signal. What Java cannot ask of a
 * terminal, {@code stty} can; without it there is a screen of 80 by 24, and Ctrl-C.
 */
final class LiveScreen implements AutoCloseable {

    static final int WIDTH = 80;
    static final int HEIGHT = 24;

    private static final String ENTER = "\u001B[?1049h\u001B[?25l";
    private static final String LEAVE = "\u001B[?25h\u001B[?1049l";
    private static final String HOME = "\u001B[H";
    private static final String REST_OF_LINE = "\u001B[K";
    private static final String REST_OF_SCREEN = "\u001B[J";
    private static final Pattern SIZE = Pattern.compile("([1-9][0-9]{0,3}) ([1-9][0-9]{0,3})");

    private final Terminal terminal;
    private final InputStream keys;
    private final @Nullable String settingsBefore;
    private final Thread atTheEnd = new Thread(this::giveBack, "top-gives-back");
    private boolean over;

    private LiveScreen(Terminal terminal, InputStream keys, @Nullable String settingsBefore) {
        this.terminal = terminal;
        this.keys = keys;
        this.settingsBefore = settingsBefore;
    }

    static LiveScreen take(Terminal terminal, InputStream keys) {
        var screen = new LiveScreen(terminal, keys, stty("-g"));
        Runtime.getRuntime().addShutdownHook(screen.atTheEnd);
        if (screen.settingsBefore != null) {
            stty("-icanon", "-echo", "min", "0", "time", "0");
        }
        terminal.out().print(ENTER);
        terminal.out().flush();
        return screen;
    }

    /** Columns and rows now: a window may be drawn larger at any time. */
    int[] size() {
        String answer = stty("size");
        Matcher size = SIZE.matcher(answer == null ? "" : answer);
        return size.matches()
                ? new int[] {Integer.parseInt(size.group(2)), Integer.parseInt(size.group(1))}
                : new int[] {WIDTH, HEIGHT};
    }

    /** Over what was there, without clearing first: that would flicker. */
    void show(List<String> lines) {
        StringBuilder frame = new StringBuilder(HOME);
        for (int i = 0; i < lines.size(); i++) {
            frame.append(i == 0 ? "" : "\r\n").append(lines.get(i)).append(REST_OF_LINE);
        }
        terminal.out().print(frame.append(REST_OF_SCREEN));
        terminal.out().flush();
    }

    /** A key that was pressed, or -1. */
    int key() throws IOException {
        return keys.available() > 0 ? keys.read() : -1;
    }

    @Override
    public void close() {
        giveBack();
        Runtime.getRuntime().removeShutdownHook(atTheEnd);
    }

    private synchronized void giveBack() {
        if (over) {
            return;
        }
        over = true;
        terminal.out().print(LEAVE);
        terminal.out().flush();
        if (settingsBefore != null) {
            stty(settingsBefore);
        }
    }

    private static @Nullable String stty(String... arguments) {
        String[] command = new String[arguments.length + 1];
        command[0] = "stty";
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        try {
            Process stty =
                    new ProcessBuilder(command)
                            .redirectInput(ProcessBuilder.Redirect.INHERIT) // the terminal it asks
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
            String answer =
                    new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            return stty.waitFor(1, TimeUnit.SECONDS) && stty.exitValue() == 0
                    ? answer.strip()
                    : null;
        } catch (IOException absent) {
            return null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }
}
