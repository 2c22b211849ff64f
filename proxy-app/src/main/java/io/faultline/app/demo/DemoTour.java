package io.faultline.app.demo;

import io.faultline.app.dashboard.Dashboard;
import io.faultline.app.process.Terminal;
import io.faultline.app.serve.CannotServe;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;

/** {@code demo} for a person: starts everything, says what to try, and stays until told to stop. */
public final class DemoTour {

    /** Above it lies the range the system takes outgoing ports from. */
    public static final int HIGHEST_BASE = DemoPorts.HIGHEST_BASE;

    private final Terminal terminal;

    public DemoTour(Terminal terminal) {
        this.terminal = terminal;
    }

    /**
     * @param base the first of the ports, 0 for whichever are free
     * @param stop completes when somebody wants it to end
     */
    public void show(int base, CompletableFuture<?> stop, InputStream keyboard)
            throws IOException, CannotServe {
        DemoPorts ports = base == 0 ? DemoPorts.freeFrom(DemoPorts.DEFAULT_BASE) : free(base);
        try (Demo demo = Demo.start(ports, true, news -> say("  " + news))) {
            introduce(ports);
            Thread.ofVirtual().start(() -> listen(demo, keyboard));
            stop.join();
        }
        terminal.out().println(); // after the last news of a health check that was under way
        terminal.out().println("Demo stopped.");
    }

    /** The configuration it runs, for somebody who wants to copy it. */
    public static String configuration(int base) {
        return DemoConfig.text(new DemoPorts(base), true);
    }

    private static DemoPorts free(int base) throws CannotServe {
        var ports = new DemoPorts(base);
        OptionalInt taken = ports.taken();
        if (taken.isEmpty()) {
            return ports;
        }
        throw new CannotServe(
                "the demo cannot have port %d: %s. Or take other ports: faultline demo --port %d."
                        .formatted(
                                taken.getAsInt(),
                                ports.obstacle(taken.getAsInt()),
                                DemoPorts.freeFrom(base + DemoPorts.STEP).base()));
    }

    private void introduce(DemoPorts ports) {
        String host = "127.0.0.1";
        say("");
        say(terminal.bold("Three origins behind a real proxy, on this machine:"));
        say(
                "alpha on port %d, beta on %d, gamma on %d."
                        .formatted(ports.origin(0), ports.origin(1), ports.origin(2)));
        say("");
        say("Try in another terminal. L7 reads requests (-k: a self-made certificate):");
        suggest("curl -k https://%s:%d/checkout", host, ports.web(), "to payments: alpha or beta");
        suggest("curl -k https://%s:%d/img/a.png", host, ports.web(), "to static: gamma");
        suggest("curl -k https://%s:%d", host, ports.web(), "everything else: shop");
        suggest("curl -kL http://%s:%d/cart", host, ports.plain(), "sent on to https");
        say("L4 moves bytes to the same origins:");
        suggest("curl %s:%d/checkout", host, ports.roundRobin(), "each in turn: it sees no path");
        suggest("nc %s %d", host, ports.roundRobin(), "type a line: all is bytes");
        suggest("curl %s:%d", host, ports.byClient(), "always the same: by your address");
        suggest("curl %s:%d", host, ports.halfDead(), "one of its two is dead: served");
        say("What it tells:");
        suggest(
                "http://%s:%d" + Dashboard.PATH,
                host,
                ports.admin(),
                "in a browser: the seven layers, live");
        suggest("curl %s:%d/faults", host, ports.admin(), "what broke has a name");
        suggest("curl %s:%d", host, ports.admin(), "all pages of the admin port");
        suggest("faultline top --admin %s:%d", host, ports.admin(), "the same in a terminal, live");
        say("");
        say(
                "Break it: type "
                        + terminal.bold("beta")
                        + " and Enter here to kill that origin, again to revive it.");
        say("Its configuration: faultline demo --print-config" + option(ports));
        say(terminal.dim("Ctrl-C ends the demo. What happens:"));
    }

    private static String option(DemoPorts ports) {
        return ports.base() == DemoPorts.DEFAULT_BASE ? "" : " --port " + ports.base();
    }

    private void suggest(String format, String host, int port, String effect) {
        say("  " + terminal.green("%-42s".formatted(format.formatted(host, port))) + "  " + effect);
    }

    private void listen(Demo demo, InputStream keyboard) {
        var lines = new BufferedReader(new InputStreamReader(keyboard, StandardCharsets.UTF_8));
        try {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String name = line.strip();
                if (!name.isEmpty()) {
                    say(demo.toggle(name).orElse("There is alpha, beta and gamma."));
                }
            }
        } catch (IOException e) {
            say("Cannot do that: " + e.getMessage());
        }
    }

    private void say(String line) {
        terminal.out().println(line);
    }
}
