package io.faultline.l7.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.core.config.upstream.UpstreamConfig.ProxyProtocolOut;
import io.faultline.core.config.upstream.UpstreamConfig.Speaks;
import io.faultline.core.fault.host.HostWatch;
import io.faultline.core.fault.ledger.FaultScope;
import io.faultline.core.observe.metrics.MetricShards;
import io.faultline.core.runtime.Upstream;
import io.faultline.core.timing.Ticker;
import io.faultline.core.upstream.Endpoint;
import io.faultline.core.upstream.connect.WorkerUpstream;
import io.faultline.core.wire.Chunk;
import io.faultline.core.wire.Wire;
import io.faultline.core.wire.WireReader;
import io.faultline.core.worker.Worker;
import io.faultline.l7.HttpBench;
import io.faultline.l7.HttpOrigin;
import io.faultline.l7.http1.HeadLimits;
import io.faultline.l7.http2.hpack.HpackBlock;
import io.faultline.l7.http2.rfc9113.Frame;
import io.faultline.l7.message.Method;
import io.faultline.l7.route.Requests;
import io.faultline.l7.wire.Outbox;
import io.faultline.testkit.leak.LeakGuard;
import java.io.ByteArrayOutputStream;
import java.lang.reflect.Field;
import java.lang.reflect.Proxy;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * RFC 9113 5.1.1: numbers of streams are used once, and end at 2^31-1. Nobody waits in a test for a billion requests, so the connection
 * is told that it has carried them.
 */
@ExtendWith(LeakGuard.class)
class LastStreamIT {

    private final List<String> heard = new ArrayList<>();
    private final ArrayDeque<Runnable> turnEnds = new ArrayDeque<>();
    private final ByteArrayOutputStream sent = new ByteArrayOutputStream();
    private @Nullable WireReader reader;
    private boolean open = true;

    private final Wire wire =
            (Wire)
                    Proxy.newProxyInstance(
                            Wire.class.getClassLoader(),
                            new Class<?>[] {Wire.class},
                            (proxy, method, arguments) ->
                                    switch (method.getName()) {
                                        case "write" -> keep(arguments);
                                        case "reader" -> hear((WireReader) arguments[0]);
                                        case "close" -> open = false;
                                        case "isOpen" -> open;
                                        case "backlogBytes" -> 0;
                                        case "remoteAddress" -> Requests.CLIENT;
                                        default -> null;
                                    });

    private final UpstreamEvents events =
            (UpstreamEvents)
                    Proxy.newProxyInstance(
                            Wire.class.getClassLoader(),
                            new Class<?>[] {UpstreamEvents.class},
                            (proxy, method, arguments) -> {
                                heard.add(method.getName());
                                return null;
                            });

    private boolean keep(Object[] runs) {
        for (int i = 0; i < runs.length; i += 3) {
            Chunk chunk = (Chunk) runs[i];
            for (int at = (int) runs[i + 1]; at < (int) runs[i + 2]; at++) {
                sent.write(chunk.at(at));
            }
        }
        return true;
    }

    private @Nullable Object hear(WireReader newReader) {
        if (reader == null || newReader instanceof Http2Upstream) {
            reader = newReader;
        }
        return null;
    }

    private void endTurn() {
        for (Runnable end = turnEnds.poll(); end != null; end = turnEnds.poll()) {
            end.run();
        }
    }

    private void say(byte[] bytes) {
        Chunk chunk = Chunk.allocate(bytes.length);
        chunk.buffer().put(0, bytes);
        Objects.requireNonNull(reader).onBytes(wire, chunk, 0, bytes.length);
    }

    private static void useUp(Http2Upstream connection) throws ReflectiveOperationException {
        Field core = Http2Upstream.class.getDeclaredField("http2");
        core.setAccessible(true);
        Field next = core.getType().getDeclaredField("nextOwn");
        next.setAccessible(true);
        next.setInt(core.get(connection), Integer.MAX_VALUE);
    }

    @Test
    void behindTheLastNumberTheConnectionTakesNothingAndEndsWithItsExchange() throws Exception {
        try (var origin = HttpOrigin.saying("unused");
                var bench =
                        HttpBench.start(
                                HttpBench.config("", "", origin.hostPort())
                                        .replace("endpoints:", "protocol: h2c, endpoints:"))) {
            var worker = new Worker(0, Worker.Kind.NIO, Ticker.system());
            try {
                var done = new CompletableFuture<@Nullable Void>();
                worker.execute(
                        () -> {
                            try {
                                carryTheLast(worker, bench);
                                done.complete(null);
                            } catch (Throwable failed) {
                                done.completeExceptionally(failed);
                            }
                        });
                done.get(20, TimeUnit.SECONDS);
            } finally {
                worker.stop().syncUninterruptibly();
            }
        }
    }

    private void carryTheLast(Worker worker, HttpBench bench) throws Exception {
        Upstream upstream = bench.server.upstreams().getFirst();
        var outbox = new Outbox(turnEnds::add);
        var pool =
                new HttpPool(
                        new WorkerUpstream(
                                worker,
                                upstream.cluster().newPicker(1),
                                upstream.policy(),
                                upstream.pool(),
                                null,
                                Speaks.H2C,
                                ProxyProtocolOut.NONE,
                                new MetricShards(1).worker(0).upstream("shop"),
                                bench.server.faults(),
                                FaultScope.ofUpstream("shop"),
                                new HostWatch(),
                                1),
                        HeadLimits.DEFAULTS,
                        outbox,
                        new HpackBlock());
        Endpoint endpoint = upstream.cluster().endpoints().eligible(0);
        var connection = (Http2Upstream) pool.adopt(wire, endpoint, null, worker.nanos());
        say(RawHttp2Server.bytes(Frame.SETTINGS, 0, 0));
        assertThat(connection.room()).isGreaterThan(1);
        useUp(connection);
        endTurn();
        sent.reset();

        UpstreamStream stream = connection.begin(events, Method.GET, worker.nanos());
        stream.sendHead(Requests.request("GET shop.example/"));
        endTurn();
        assertThat(HexFormat.of().formatHex(sent.toByteArray())).contains("01057fffffff");
        assertThat(connection.room()).isZero();
        assertThat(pool.poll(endpoint)).as("a new connection is needed").isNull();
        assertThat(open).as("what is under way is finished").isTrue();

        say(
                RawHttp2Server.bytes(
                        Frame.HEADERS,
                        Frame.END_HEADERS | Frame.END_STREAM,
                        Integer.MAX_VALUE,
                        (byte) 0x88));
        assertThat(heard).containsExactly("onResponse", "onResponseEnd");
        assertThat(open).as("it carries nothing any more").isFalse();
    }
}
