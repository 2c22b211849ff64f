package io.faultline.l7.upstream;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.core.fault.SessionFault;
import io.faultline.l7.Http2Origin;
import io.faultline.l7.HttpBench;
import io.faultline.testkit.Eventually;
import io.faultline.testkit.net.RawClient;
import io.netty.handler.codec.http2.Http2Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** How many connections endpoints of HTTP/2 are given, who shares them, and how long they live. */
class Http2SharingIT extends BeforeHttp2 {

    // ---- connections

    /** Sends this from so many clients at once, and reads all the answers. */
    private static List<String> burst(HttpBench bench, int clients, Runnable meanwhile) {
        var open = new ArrayList<RawClient>();
        try {
            for (int i = 0; i < clients; i++) {
                RawClient client = bench.connect();
                open.add(client);
                client.send(LAST);
            }
            meanwhile.run();
            return open.stream().map(client -> new String(client.readToFin(), ISO_8859_1)).toList();
        } finally {
            open.forEach(RawClient::close);
        }
    }

    @Test
    void aBurstSharesOneConnection() {
        try (var origin = Http2Origin.answering(call -> call.answer("200", "x"));
                var bench = bench(origin)) {
            assertThat(burst(bench, 50, () -> {})).allMatch(answer -> answer.contains("200 OK"));
            assertThat(origin.connections).hasValue(1);
            assertThat(bench.server.faults().total()).isZero();
        }
    }

    @Test
    void beyondWhatOneConnectionMayCarryAnotherOneIsMade() {
        var held = new ArrayList<Http2Origin.Call>();
        var settings = Http2Settings.defaultSettings().maxConcurrentStreams(3);
        try (var origin =
                        Http2Origin.answering(
                                settings,
                                call -> {
                                    held.add(call);
                                    if (held.size() == 9) {
                                        held.forEach(each -> each.answer("200", "x"));
                                    }
                                });
                var bench = bench(origin)) {
            assertThat(burst(bench, 9, () -> {})).allMatch(answer -> answer.contains("200 OK"));
            assertThat(origin.connections).hasValueBetween(3, 4);
            assertThat(bench.server.faults().total()).as("nobody was refused").isZero();
        }
    }

    @Test
    void whereNoMoreMayBeMadeTheyWaitForAStream() {
        var settings = Http2Settings.defaultSettings().maxConcurrentStreams(2);
        var running = new AtomicInteger();
        var most = new AtomicInteger();
        try (var origin =
                        Http2Origin.answering(
                                settings,
                                call -> {
                                    most.accumulateAndGet(running.incrementAndGet(), Math::max);
                                    call.context
                                            .executor()
                                            .execute(
                                                    () -> {
                                                        running.decrementAndGet();
                                                        call.answer("200", "x");
                                                    });
                                });
                var bench = bench("", "protocol: h2c, pool: { maxConnections: 1 }", origin)) {
            assertThat(burst(bench, 30, () -> {})).allMatch(answer -> answer.contains("200 OK"));
            assertThat(origin.connections).hasValue(1);
            assertThat(most).hasValueLessThanOrEqualTo(2);
            assertThat(bench.seen(SessionFault.QUEUE_TIMEOUT)).isEmpty();
        }
    }

    @Test
    void aConnectionWithoutARequestIsLeftInTimeWithAFarewell() {
        try (var origin = Http2Origin.answering(call -> call.answer("200", "x"));
                var bench = bench("", "protocol: h2c, pool: { idle: 50ms }", origin)) {
            assertThat(bench.exchange(LAST)).contains("200 OK");
            Eventually.until("the connection to be closed", () -> origin.open.get() == 0);
            assertThat(bench.exchange(LAST)).contains("200 OK");
            assertThat(bench.server.faults().total()).isZero();
        }
    }

    @Test
    void aConnectionEndsAfterAsManyRequestsAsItMayCarry() {
        try (var origin = Http2Origin.answering(call -> call.answer("200", "x"));
                var bench =
                        bench("", "protocol: h2c, pool: { requestsPerConnection: 2 }", origin)) {
            for (int i = 0; i < 6; i++) {
                assertThat(bench.exchange(LAST)).contains("200 OK");
            }
            assertThat(origin.connections).hasValue(3);
        }
    }

    // ---- one after the other

    @Test
    void requestsOfOneClientGoOutOneAfterTheOther() {
        try (var origin = Http2Origin.answering(call -> call.answer("200", "x"));
                var bench = bench(origin);
                var client = bench.connect()) {
            for (int i = 0; i < 20; i++) {
                client.send(GET);
                assertThat(until(client, "0\r\n\r\n")).contains("200 OK");
            }
            assertThat(origin.connections).hasValue(1);
        }
    }
}
