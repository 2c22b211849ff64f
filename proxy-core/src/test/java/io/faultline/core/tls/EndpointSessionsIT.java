package io.faultline.core.tls;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.core.address.PeerAddress;
import io.faultline.core.config.source.Origins;
import io.faultline.core.config.tls.UpstreamTlsConfig;
import io.faultline.core.config.upstream.UpstreamConfig.Speaks;
import io.faultline.core.connection.TlsSession;
import io.faultline.core.fault.Fault;
import io.faultline.core.timing.Ticker;
import io.faultline.core.tls.TlsOrigination.Purpose;
import io.faultline.core.tls.engine.TlsContext;
import io.faultline.core.tls.wire.Engines;
import io.faultline.core.tls.wire.TlsWire;
import io.faultline.core.wire.Chunk;
import io.faultline.core.wire.ConnectObserver;
import io.faultline.core.wire.Wire;
import io.faultline.core.wire.WireReader;
import io.faultline.core.worker.Worker;
import io.faultline.testkit.leak.LeakGuard;
import io.faultline.testkit.tls.TlsOrigin;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What is kept of the sessions that an endpoint gives, and who may take them up again. */
@ExtendWith(LeakGuard.class)
class EndpointSessionsIT {

    private static final int MOST = 8;

    private final Worker worker = new Worker(0, Worker.Kind.AUTO, Ticker.system());
    private TlsOrigin server;
    private TlsOrigination origination;

    @BeforeEach
    void start() throws Exception {
        server = TlsOrigin.start("shop", TestPki.jdk(TestPki.server("a.test")));
        origination =
                TlsOrigination.open(
                        "shop",
                        new UpstreamTlsConfig(
                                false,
                                null,
                                "a.test",
                                List.of(),
                                null,
                                "1.2",
                                "1.3",
                                List.of(),
                                List.of(),
                                Duration.ofSeconds(20)),
                        Speaks.H1,
                        Path.of("edge.yaml"),
                        Origins.none(),
                        Clock.systemUTC(),
                        line -> {});
    }

    @AfterEach
    void stop() {
        origination.close();
        server.close();
        worker.stop().syncUninterruptibly();
    }

    /** One connection: what its handshake agreed on, and its wire, which has read nothing yet. */
    private record Made(TlsWire wire, TlsSession session) {}

    private Made connect(Purpose purpose) {
        var made = new CompletableFuture<Made>();
        var address =
                PeerAddress.from(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()));
        worker.execute(
                () ->
                        worker.transport()
                                .connect(
                                        address,
                                        null,
                                        new ConnectObserver() {
                                            @Override
                                            public void onConnected(Wire wire) {
                                                shake(wire, purpose, made);
                                            }

                                            @Override
                                            public void onConnectFailed(Wire wire, int errno) {
                                                made.completeExceptionally(
                                                        new AssertionError("errno " + errno));
                                            }
                                        }));
        return made.orTimeout(20, TimeUnit.SECONDS).join();
    }

    private void shake(Wire wire, Purpose purpose, CompletableFuture<Made> made) {
        origination.begin(
                worker,
                wire,
                purpose,
                "a.test",
                worker.nanos() + TimeUnit.SECONDS.toNanos(20),
                "test",
                new TlsOrigination.Outcome() {
                    @Override
                    public void onSecured(TlsWire secured, TlsSession agreed) {
                        made.complete(new Made(secured, agreed));
                    }

                    @Override
                    public void onTlsFailed(Fault fault) {
                        made.completeExceptionally(new AssertionError(fault.toString()));
                    }
                });
    }

    /** Asks and reads to the end: whatever ticket the server gives has come then. */
    private void readToTheEnd(Made made) {
        var end = new CompletableFuture<@Nullable Void>();
        worker.execute(
                () -> {
                    made.wire().reader(new ToTheEnd(end));
                    made.wire().resumeReading();
                    byte[] request = "GET / HTTP/1.1\r\n\r\n".getBytes(US_ASCII);
                    Chunk chunk = Chunk.allocate(request.length);
                    chunk.buffer().put(0, request);
                    made.wire().write(chunk, 0, request.length);
                });
        end.orTimeout(20, TimeUnit.SECONDS).join();
    }

    private record ToTheEnd(CompletableFuture<@Nullable Void> end) implements WireReader {
        @Override
        public void onBytes(Wire wire, Chunk chunk, int from, int to) {}

        @Override
        public void onEnd(Wire wire) {
            wire.close();
            end.complete(null);
        }

        @Override
        public void onDrained(Wire wire) {}

        @Override
        public void onBroken(Wire wire, int errno) {
            end.complete(null);
        }
    }

    @Test
    void ofManyConnectionsAtOnceOnlySoManySessionsAreKept() {
        List<Made> all = new ArrayList<>();
        for (int i = 0; i < 3 * MOST; i++) {
            all.add(connect(Purpose.TRAFFIC)); // none has read a ticket, so none can be resumed
        }
        TlsContext context = Engines.of(all.getFirst().wire()).context();
        assertThat(all).noneMatch(made -> made.session().resumed());
        all.forEach(this::readToTheEnd);
        assertThat(context.sessionCount()).isEqualTo(MOST);
    }

    @Test
    void aCheckTakesNoSessionUpAndLeavesNone() {
        Made first = connect(Purpose.TRAFFIC);
        TlsContext context = Engines.of(first.wire()).context();
        readToTheEnd(first);
        int kept = context.sessionCount();
        assertThat(kept).isPositive();
        Made check = connect(Purpose.CHECK);
        assertThat(check.session().resumed()).isFalse();
        readToTheEnd(check);
        assertThat(context.sessionCount()).isEqualTo(kept);
        Made next = connect(Purpose.TRAFFIC);
        assertThat(next.session().resumed()).isTrue();
        readToTheEnd(next);
    }
}
