package io.faultline.l4;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.core.Side;
import io.faultline.core.fault.TransportFault;
import io.faultline.core.worker.Worker.Kind;
import io.faultline.testkit.leak.LeakGuard;
import io.faultline.testkit.net.Behaviour;
import io.faultline.testkit.net.ClientSettings;
import io.faultline.testkit.net.Ending;
import io.faultline.testkit.net.OriginSettings;
import io.faultline.testkit.net.Payload;
import io.faultline.testkit.net.RawClient;
import io.faultline.testkit.net.ScriptedOrigin;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Large transfers: long enough for the kernel to splice them, and what must survive that. */
@ExtendWith(LeakGuard.class)
class RelayFidelityIT {

    private static final int LARGE = 24 * 1024 * 1024;
    private static final int SMALL_WINDOW = 16 * 1024;

    @ParameterizedTest
    @EnumSource
    void aSlowEndpointGetsEveryByteInOrder(Way way) {
        byte[] payload = Payload.bytes(LARGE, 3);
        var slow = OriginSettings.defaults().withReceiveBuffer(SMALL_WINDOW);
        try (var origin = ScriptedOrigin.start(slow, Behaviour.checksum());
                var bench = bench(way, origin);
                var client = bench.connect()) {
            client.send(payload).halfClose();
            assertThat(client.readToFin())
                    .asString()
                    .isEqualTo(LARGE + " " + Payload.sha256(payload) + "\n");
            bench.awaitNoSessions();
            assertThat(bench.server.backlogBytes()).isZero();
            assertThat(bench.server.faults().total()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aSlowClientGetsEveryByteAndThenTheEnd(Way way) {
        byte[] payload = Payload.bytes(LARGE, 4);
        try (var origin = ScriptedOrigin.start(Behaviour.sendThenFin(payload));
                var bench = bench(way, origin);
                var client = slow(bench)) {
            assertThat(Payload.sha256(client.readToFin())).isEqualTo(Payload.sha256(payload));
            // The other half is still open, long after the splice has ended.
            client.send("thanks");
            origin.awaitConnection(1).awaitReceived(6);
            client.halfClose();
            bench.awaitNoSessions();
            assertThat(bench.server.faults().total()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void anEndpointThatResetsInTheMiddleOfABulkIsAResetToTheClient(Way way) {
        byte[] payload = Payload.bytes(LARGE, 5);
        try (var origin = ScriptedOrigin.start(Behaviour.sendThenResetOnAnswer(payload));
                var bench = bench(way, origin);
                var client = bench.connect()) {
            client.readExactly(LARGE);
            client.send("!");
            client.expectReset();
            assertThat(bench.awaitFault(TransportFault.RESET).fault().side())
                    .isEqualTo(Side.UPSTREAM);
            bench.awaitNoSessions();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aClientThatResetsInTheMiddleOfABulkIsAResetToTheEndpoint(Way way) {
        try (var origin = ScriptedOrigin.start(Behaviour.endless());
                var bench = bench(way, origin);
                var client = slow(bench)) {
            client.readExactly(4 * 1024 * 1024);
            client.reset();
            origin.awaitConnection(1).awaitEnding(Ending.RESET);
            assertThat(bench.awaitFault(TransportFault.RESET).fault().side())
                    .isEqualTo(Side.CLIENT);
            bench.awaitNoSessions();
            assertThat(bench.server.backlogBytes()).isZero();
        }
    }

    private static RawClient slow(L4Bench bench) {
        return ClientSettings.to(bench.port()).withReceiveBuffer(SMALL_WINDOW).connect();
    }

    /** How the bytes go through the proxy. */
    private enum Way {
        SPLICED(Kind.EPOLL, "{}"),
        COPIED(Kind.EPOLL, "{ maxPipesPerWorker: 0 }"),
        THROUGH_CHANNELS(Kind.NIO, "{}");

        final Kind kind;
        final String limits;

        Way(Kind kind, String limits) {
            this.kind = kind;
            this.limits = limits;
        }
    }

    private static L4Bench bench(Way way, ScriptedOrigin origin) {
        String yaml = L4Bench.config("", "", "endpoints: [" + origin.hostPort() + "]");
        return L4Bench.start(yaml + "limits: " + way.limits + "\n", way.kind);
    }
}
