package io.faultline.app.cli.top;

import io.faultline.app.admin.text.Printable;
import io.faultline.app.cli.exit.CommandFailed;
import io.faultline.app.cli.exit.ExitCode;
import io.faultline.app.cli.remote.AdminTarget;
import io.faultline.app.process.Terminal;
import java.io.Console;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A running Faultline, live in a terminal. */
@Command(
        name = "top",
        description =
                "Show live what a running Faultline does: layers, listeners, upstreams, rates.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "Keys: q ends, any other looks at once. It works at 80 by 24; NO_COLOR is heeded. Rates are of",
            "the time between two looks. What asks costs the proxy a few numbers, on its admin thread.",
            "",
            "Examples:",
            "  faultline top",
            "  faultline top --once                 one screen, for scripts",
            "  faultline top --interval 5 --admin 127.0.0.1:7075"
        })
public final class TopCommand implements Runnable {

    private static final double LONGEST_SECONDS = 3600;
    private static final double SHORTEST_SECONDS = 0.2;
    private static final long KEY_MILLIS = 50;

    private final Terminal terminal;
    @Mixin private AdminTarget target;

    @Option(
            names = "--interval",
            paramLabel = "SECONDS",
            defaultValue = "2",
            description = "Between two looks. Default: ${DEFAULT-VALUE}.")
    private double interval;

    @Option(
            names = "--once",
            description =
                    "Look twice, print one screen, and end. So it does where there is no terminal.")
    private boolean once;

    public TopCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void run() {
        if (!(interval >= SHORTEST_SECONDS && interval <= LONGEST_SECONDS)) {
            throw new CommandFailed(
                    ExitCode.USAGE,
                    "--interval is %s to %s seconds.".formatted(SHORTEST_SECONDS, LONGEST_SECONDS));
        }
        Look first =
                Look.first(target.object("/status")); // before the screen is taken: it may fail
        try {
            if (once || !isForAPerson()) {
                TimeUnit.MILLISECONDS.sleep(Math.round(interval * 1000));
                printOnce(first.next(target.object("/status")));
            } else {
                live(first);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailed(ExitCode.INTERRUPTED, "interrupted");
        } catch (IOException e) {
            throw new CommandFailed(ExitCode.FAILED, "the terminal is gone: " + e.getMessage());
        }
    }

    private void printOnce(Look look) {
        List<String> lines = TopScreen.render(look, LiveScreen.WIDTH, LiveScreen.HEIGHT, terminal);
        lines.forEach(terminal.out()::println);
        terminal.out().flush();
    }

    private void live(Look first) throws IOException, InterruptedException {
        Look look = first;
        String trouble = "";
        try (LiveScreen screen = LiveScreen.take(terminal, System.in)) {
            while (true) {
                int[] size = screen.size();
                List<String> lines = TopScreen.render(look, size[0], size[1], terminal);
                screen.show(trouble.isEmpty() ? lines : troubled(lines, trouble, size[0]));
                if (waitForKey(screen) == 'q') {
                    return;
                }
                try {
                    look = look.next(target.object("/status"));
                    trouble = "";
                } catch (CommandFailed gone) { // it may come back, with a successor for instance
                    trouble = gone.sentence();
                }
            }
        }
    }

    /** What was seen last, and above it that it is old. */
    private List<String> troubled(List<String> lines, String trouble, int width) {
        List<String> all = new ArrayList<>(lines);
        String text = Printable.of(trouble);
        all.set(0, terminal.red(text.substring(0, Math.min(width, text.length()))));
        return all;
    }

    /** The key, or -1 when the interval is over. */
    private int waitForKey(LiveScreen screen) throws IOException, InterruptedException {
        for (long left = Math.round(interval * 1000); left > 0; left -= KEY_MILLIS) {
            int key = screen.key();
            if (key >= 0) {
                return key;
            }
            TimeUnit.MILLISECONDS.sleep(Math.min(left, KEY_MILLIS));
        }
        return -1;
    }

    @SuppressWarnings("SystemConsoleNull") // it does, again, since JDK 25
    private static boolean isForAPerson() {
        Console console = System.console();
        return console != null && console.isTerminal() && !"dumb".equals(System.getenv("TERM"));
    }
}
