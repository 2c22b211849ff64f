package io.faultline.l4.crowd;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.core.worker.Worker;
import io.faultline.l4.L4Bench;
import io.faultline.testkit.Eventually;
import io.faultline.testkit.net.Behaviour;
import io.faultline.testkit.net.ClientSettings;
import io.faultline.testkit.net.RawClient;
import io.faultline.testkit.net.ScriptedOrigin;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A side that does not take its bytes must cost a bounded amount of memory, whoever it is. */
class SlowPeersIT {

    private static final int SESSIONS = 8;

    /** One read of 64 KiB in a chunk of its size class is the most that one direction may hold. */
    private static final long PER_DIRECTION = 64 * 1024;

    @ParameterizedTest
    @EnumSource(names = {"EPOLL", "NIO"})
    void clientsThatDoNotReadHoldTheEndpointBack(Worker.Kind kind) {
        try (var origin = ScriptedOrigin.start(Behaviour.endless());
                var bench = L4Bench.start(to(origin), kind)) {
            List<RawClient> clients = new ArrayList<>();
            for (int i = 0; i < SESSIONS; i++) {
                clients.add(ClientSettings.to(bench.port()).withReceiveBuffer(16 * 1024).connect());
            }
            awaitStandstill(bench, origin);
            assertThat(bench.server.backlogBytes()).isLessThanOrEqualTo(SESSIONS * PER_DIRECTION);
            clients.forEach(RawClient::close);
            bench.awaitNoSessions();
            assertThat(bench.server.backlogBytes()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"EPOLL", "NIO"})
    void endpointsThatDoNotReadHoldTheClientsBack(Worker.Kind kind) {
        try (var origin = ScriptedOrigin.start(Behaviour.silent());
                var bench = L4Bench.start(to(origin), kind);
                var client = bench.connect()) {
            long taken = client.sendUntilBlocked(Duration.ofMillis(300));
            assertThat(taken).isPositive();
            assertThat(bench.server.backlogBytes()).isLessThanOrEqualTo(PER_DIRECTION);
        }
    }

    /** Every buffer on the way is full: what waits here does not change any more. */
    private static void awaitStandstill(L4Bench bench, ScriptedOrigin origin) {
        origin.awaitConnection(SESSIONS);
        long[] last = {-1};
        int[] unchanged = {0};
        Eventually.until(
                "a standstill",
                () -> {
                    long now = bench.server.backlogBytes();
                    unchanged[0] = now == last[0] ? unchanged[0] + 1 : 0;
                    last[0] = now;
                    return unchanged[0] > 30;
                });
    }

    private static String to(ScriptedOrigin origin) {
        return L4Bench.config("", "", "endpoints: [" + origin.hostPort() + "]");
    }
}
