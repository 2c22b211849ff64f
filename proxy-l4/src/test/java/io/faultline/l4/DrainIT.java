package io.faultline.l4;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.core.Side;
import io.faultline.core.fault.Fault;
import io.faultline.core.fault.SessionFault;
import io.faultline.core.runtime.DrainReport;
import io.faultline.core.runtime.ServerState;
import io.faultline.core.worker.Worker.Kind;
import io.faultline.testkit.Eventually;
import io.faultline.testkit.leak.LeakGuard;
import io.faultline.testkit.net.Behaviour;
import io.faultline.testkit.net.RawClient;
import io.faultline.testkit.net.ScriptedOrigin;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A stop lets sessions finish, takes nothing new, and accounts for everybody. */
@ExtendWith(LeakGuard.class)
class DrainIT {

    @ParameterizedTest
    @EnumSource(names = {"EPOLL", "NIO"})
    void anOpenSessionFinishesAndNewOnesAreRefused(Kind kind) {
        try (var origin = greeting();
                var bench = L4Bench.start(config("deadline: 1m", origin), kind);
                var client = served(bench)) {
            CompletableFuture<DrainReport> report = bench.server.drain();
            awaitRefusal(bench);
            assertThat(client.send("still here").readText(10)).isEqualTo("still here");
            assertThat(report).isNotDone();
            client.halfClose();
            client.expectFin();
            assertThat(outcome(report).clean()).isTrue();
            assertThat(bench.server.state()).isEqualTo(ServerState.STOPPED);
            assertThat(bench.seen(SessionFault.DRAINING)).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"EPOLL", "NIO"})
    void whatIsOpenAtTheDeadlineIsResetAndCounted(Kind kind) {
        try (var origin = greeting();
                var bench = L4Bench.start(config("deadline: 100ms", origin), kind);
                var one = served(bench);
                var two = served(bench)) {
            CompletableFuture<DrainReport> report = bench.server.drain();
            one.expectReset();
            two.expectReset();
            assertThat(outcome(report)).isEqualTo(new DrainReport(2));
            assertThat(bench.seen(SessionFault.DRAINING)).hasSize(2);
            Fault fault = bench.awaitFault(SessionFault.DRAINING).fault();
            assertThat(fault.side()).isEqualTo(Side.PROXY);
            assertThat(bench.server.openSessions()).isZero();
        }
    }

    @Test
    void duringTheGraceNewClientsAreStillServed() {
        try (var origin = greeting();
                var bench = L4Bench.start(config("grace: 1m, deadline: 1m", origin))) {
            CompletableFuture<DrainReport> report = bench.server.drain();
            Eventually.until("draining", () -> bench.server.state() == ServerState.DRAINING);
            served(bench).close();
            assertThat(report).isNotDone();
        }
    }

    @Test
    void anIdleServerEndsAtOnceHoweverLongTheDeadline() {
        try (var origin = greeting();
                var bench = L4Bench.start(config("deadline: 1h", origin))) {
            assertThat(outcome(bench.server.drain()).clean()).isTrue();
        }
    }

    @Test
    void aServerThatHasEndedMayBeToldToEndAgain() {
        try (var origin = greeting();
                var bench = L4Bench.start(config("deadline: 1m", origin))) {
            DrainReport first = outcome(bench.server.drain());
            assertThat(outcome(bench.server.drain())).isSameAs(first);
            assertThat(outcome(bench.server.stop())).isSameAs(first);
            assertThat(bench.server.state()).isEqualTo(ServerState.STOPPED);
        }
    }

    /** The kernel has shaken hands with them: to them we are a server that took their connection. */
    @Test
    void clientsInTheKernelsQueueWhenTheListenerClosesAreServed() {
        var workers = new HeldWorkers();
        List<RawClient> queued = new ArrayList<>();
        try (var origin = greeting();
                var bench = L4Bench.start(config("deadline: 1m", origin), workers)) {
            workers.hold();
            for (int i = 0; i < 10; i++) {
                queued.add(bench.connect());
            }
            CompletableFuture<DrainReport> report = bench.server.drain();
            Eventually.until("no longer ready", () -> bench.server.state() != ServerState.READY);
            workers.release();
            for (RawClient client : queued) {
                assertThat(client.readLine()).isEqualTo("hello");
                client.close();
            }
            assertThat(outcome(report).clean()).isTrue();
        } finally {
            workers.release();
            queued.forEach(RawClient::close);
        }
    }

    private static void awaitRefusal(L4Bench bench) {
        Eventually.until(
                "a refused connect",
                () -> {
                    try (RawClient late = bench.connect()) {
                        late.reset();
                        return false; // taken in the last moment
                    } catch (UncheckedIOException refused) {
                        return true;
                    }
                });
    }

    private static DrainReport outcome(CompletableFuture<DrainReport> report) {
        try {
            return report.get(20, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError("the drain did not end", e);
        }
    }

    private static RawClient served(L4Bench bench) {
        RawClient client = bench.connect();
        assertThat(client.readLine()).isEqualTo("hello");
        return client;
    }

    private static ScriptedOrigin greeting() {
        return ScriptedOrigin.start(Behaviour.greetThenEcho("hello"));
    }

    private static String config(String shutdown, ScriptedOrigin origin) {
        return L4Bench.config("", "", "endpoints: [" + origin.hostPort() + "]")
                + "shutdown: { "
                + shutdown
                + " }\n";
    }
}
