package io.faultline.app.demo;

import io.faultline.app.process.Terminal;
import io.faultline.app.serve.CannotServe;
import io.faultline.core.fault.ledger.FaultCount;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * {@code demo --check}: drives traffic through every listener while all origins are up, while one is
 * killed, after that, and after it came back. Good only if everything was served.
 *
 * <p>The origin dies in the middle of HTTPS requests: L7 knows what was asked and asks another one. On
 * L4 a connection that had already reached it is lost with it, whatever stands in front; so there the
 * rounds begin when it is dead.
 */
public final class DemoCheck {

    private static final int FIRST_BASE = 17_000;
    private static final int CONNECTIONS = 240;
    private static final String VICTIM = "beta";
    private static final Duration COMEBACK_PATIENCE = Duration.ofSeconds(20);
    private static final Duration BETWEEN_ROUNDS = Duration.ofMillis(50);

    private final Terminal terminal;
    private final DemoTraffic traffic = new DemoTraffic();
    private final List<String> broken = new ArrayList<>();
    private int served;
    private int total;

    public DemoCheck(Terminal terminal) {
        this.terminal = terminal;
    }

    /** Whether everything was served, by the origins that should have. */
    public boolean passes() throws IOException, CannotServe {
        try (Demo demo = Demo.start(DemoPorts.freeFrom(FIRST_BASE), false, say -> {})) {
            say(
                    "3 origins, %d connections or HTTPS requests a round, %d at once"
                            .formatted(CONNECTIONS, DemoTraffic.AT_ONCE));
            say("");
            say("  L7, routed by path:");
            requests("  all three up", demo, () -> {});
            requests(
                    "  " + VICTIM + " dies halfway", demo, () -> demo.fleet().named(VICTIM).kill());
            restart(demo);
            say("  L4, the same origins:");
            allUp(demo);
            afterTheKill(demo);
            afterTheComeback(demo);
            everyClientKeepsItsOrigin(demo);
            say("");
            faultsSeen(demo);
        }
        say("");
        broken.forEach(what -> say(terminal.red("wrong: ") + what));
        say(
                served == total
                        ? terminal.green("Everything was served: ") + served + "."
                        : terminal.red("Not everything was served: ")
                                + served
                                + " of "
                                + total
                                + ".");
        return broken.isEmpty() && served == total;
    }

    private void requests(String title, Demo demo, Runnable halfway) {
        Tally tally = demo.browser().round(CONNECTIONS, halfway);
        count(tally);
        tell(title, tally);
        for (String upstream : List.of("payments", "static", "shop")) {
            expect(tally.of(upstream) > 0, "no request reached " + upstream);
        }
    }

    private void restart(Demo demo) throws IOException {
        demo.fleet().named(VICTIM).start();
        expect(answersAgain(demo), VICTIM + " came back and got no connection");
    }

    private void allUp(Demo demo) {
        Tally tally = round("  all three up", demo);
        for (String name : DemoFleet.NAMES) {
            expect(tally.of(name) > 0, name + " is up and got no connection");
        }
    }

    private void afterTheKill(Demo demo) {
        demo.fleet().named(VICTIM).kill();
        Tally tally = round("  " + VICTIM + " killed", demo);
        expect(tally.of(VICTIM) == 0, VICTIM + " was dead and answered");
    }

    private void afterTheComeback(Demo demo) throws IOException {
        restart(demo);
        round("  " + VICTIM + " back", demo);
    }

    /** Its health checks have to pass and its ejection to end first: a second or two. */
    private boolean answersAgain(Demo demo) {
        long deadline = System.nanoTime() + COMEBACK_PATIENCE.toNanos();
        while (System.nanoTime() - deadline < 0) {
            Tally tally = traffic.round(DemoFleet.NAMES.size(), List.of(demo.ports().roundRobin()));
            count(tally);
            if (tally.of(VICTIM) > 0) {
                return true;
            }
            LockSupport.parkNanos(BETWEEN_ROUNDS.toNanos());
        }
        return false;
    }

    private void everyClientKeepsItsOrigin(Demo demo) {
        int keep = 0;
        for (InetAddress client : traffic.clients()) {
            Tally tally = traffic.oneClient(client, demo.ports().byClient());
            count(tally);
            keep += tally.origins() == 1 ? 1 : 0;
        }
        int clients = traffic.clients().size();
        say(
                "    source-hash       %d of %d clients always reached the same origin"
                        .formatted(keep, clients));
        expect(keep == clients, "a client was sent to different origins while all were up");
    }

    private Tally round(String title, Demo demo) {
        DemoPorts ports = demo.ports();
        Tally tally =
                traffic.round(
                        CONNECTIONS,
                        List.of(ports.roundRobin(), ports.byClient(), ports.halfDead()));
        count(tally);
        tell(title, tally);
        return tally;
    }

    private void tell(String title, Tally tally) {
        say("  %-19s %d of %d served   %s".formatted(title, tally.served(), tally.total(), tally));
        tally.unserved().stream().limit(3).forEach(why -> say("    " + terminal.red(why)));
    }

    private void faultsSeen(Demo demo) {
        List<FaultCount> counts =
                demo.proxy().server().faults().counts().stream()
                        .sorted(Comparator.comparingLong(FaultCount::count).reversed())
                        .toList();
        say("  what broke on the way, by name ('faultline faults CODE' explains it):");
        for (FaultCount seen : counts) {
            say(
                    "    %-20s %4d times, at '%s', by the %s"
                            .formatted(
                                    seen.code().id(),
                                    seen.count(),
                                    seen.name(),
                                    seen.side().label()));
        }
        expect(!counts.isEmpty(), "a dead endpoint was dialled and no fault was named");
    }

    private void count(Tally tally) {
        served += tally.served();
        total += tally.total();
    }

    private void expect(boolean holds, String otherwise) {
        if (!holds) {
            broken.add(otherwise);
        }
    }

    private void say(String line) {
        terminal.out().println(line);
    }
}
