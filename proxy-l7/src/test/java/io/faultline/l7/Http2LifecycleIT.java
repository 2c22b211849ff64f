package io.faultline.l7;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.core.fault.ApplicationFault;
import io.faultline.core.fault.TransportFault;
import io.faultline.l7.http2.frame.ErrorCode;
import io.faultline.l7.http2.frame.FrameReader;
import io.faultline.l7.http2.frame.FrameType;
import io.faultline.testkit.leak.LeakGuard;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** How a connection of HTTP/2 begins, how long it may be silent, and how it ends. */
@ExtendWith(LeakGuard.class)
class Http2LifecycleIT {

    private static HttpBench bench(String http, HttpOrigin origin) {
        return HttpBench.start(HttpBench.config(http, "", origin.hostPort()));
    }

    @Test
    void thePrefaceMayComeByteByByte() {
        try (var origin = HttpOrigin.saying("hello");
                var bench = HttpBench.before(origin);
                var client = Http2Peer.connect(bench)) {
            for (byte b : FrameReader.preface()) {
                client.send(new byte[] {b});
            }
            client.settings();
            for (byte b :
                    Http2Peer.bytes(
                            FrameType.HEADERS,
                            FrameType.END_HEADERS | FrameType.END_STREAM,
                            1,
                            Http2Peer.head("GET", "/slowly"))) {
                client.send(new byte[] {b});
            }
            assertThat(client.awaitStatus(1)).isEqualTo("200");
            assertThat(client.body(1)).isEqualTo("hello");
        }
    }

    @Test
    void aMethodThatBeginsLikeThePrefaceIsHttp1() {
        try (var origin = HttpOrigin.saying("hello");
                var bench = HttpBench.before(origin);
                var client = bench.connect()) {
            client.send("P").send("R").send("OPFIND / HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(client.readLine()).contains("200");
            assertThat(origin.requests().getFirst()).startsWith("PROPFIND / HTTP/1.1\r\n");
        }
    }

    @Test
    void switchedOffThePrefaceIsABadRequest() {
        try (var origin = HttpOrigin.saying("hello");
                var bench = bench("http2: { enabled: false }", origin);
                var client = bench.connect()) {
            client.send(FrameReader.preface());
            assertThat(client.readLine()).contains("400");
        }
    }

    @Test
    void whoDrainsSaysSoTwiceAndFinishesWhatIsUnderWay() {
        var answer = new CountDownLatch(1);
        try (var origin =
                        HttpOrigin.answering(
                                request -> {
                                    await(answer);
                                    return HttpOrigin.ok("late");
                                });
                var bench = HttpBench.before(origin);
                var client = Http2Peer.connect(bench).greet()) {
            client.get(1, "/");
            io.faultline.testkit.Eventually.until("asked", () -> !origin.requests().isEmpty());
            var stopped = bench.server.stop();
            Http2Peer.Frame first = client.await(f -> f.type() == FrameType.GOAWAY);
            assertThat(first.error()).isEqualTo(ErrorCode.NO_ERROR);
            assertThat(first.int32(0)).isEqualTo(Integer.MAX_VALUE);
            Http2Peer.Frame ping = client.await(f -> f.type() == FrameType.PING);
            client.get(3, "/was-on-its-way");
            client.frame(FrameType.PING, FrameType.ACK, 0, ping.payload());
            Http2Peer.Frame second = client.await(f -> f.type() == FrameType.GOAWAY);
            assertThat(second.int32(0)).as("the last one served").isEqualTo(3);
            answer.countDown();
            assertThat(client.awaitStatus(1)).isEqualTo("200");
            assertThat(client.awaitStatus(3)).isEqualTo("200");
            client.expectEnd();
            client.close();
            assertThat(stopped).succeedsWithin(java.time.Duration.ofSeconds(20));
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void aConnectionThatDoesNothingIsToldGoodbye() {
        try (var origin = HttpOrigin.saying("hello");
                var bench = bench("timeouts: { idle: 200ms }", origin);
                var client = Http2Peer.connect(bench).greet()) {
            client.expectServed(1);
            assertThat(client.awaitGoAway()).isEqualTo(ErrorCode.NO_ERROR);
            client.expectEnd();
            assertThat(bench.server.faults().total()).isZero();
        }
    }

    @Test
    void aHeadThatDoesNotEndIsNotWaitedFor() {
        try (var origin = HttpOrigin.saying("hello");
                var bench = bench("timeouts: { requestHead: 200ms }", origin);
                var client = Http2Peer.connect(bench).greet()) {
            client.frame(FrameType.HEADERS, FrameType.END_STREAM, 1, Http2Peer.head("GET", "/"));
            assertThat(client.awaitGoAway()).isEqualTo(ErrorCode.NO_ERROR);
            bench.awaitFault(ApplicationFault.REQUEST_TIMEOUT);
        }
    }

    @Test
    void aBodyThatDoesNotComeIsNotWaitedFor() {
        try (var origin = HttpOrigin.saying("hello");
                var bench = bench("timeouts: { bodyStall: 200ms }", origin);
                var client = Http2Peer.connect(bench).greet()) {
            client.request(1, false, "POST", "/").data(1, false, "a");
            assertThat(client.awaitStatus(1)).isEqualTo("408");
            client.body(1);
            assertThat(client.awaitReset(1)).isEqualTo(ErrorCode.NO_ERROR);
            bench.awaitFault(ApplicationFault.BODY_STALLED);
            client.expectServed(3);
        }
    }

    @Test
    void settingsThatAreNotAcknowledged() {
        try (var origin = HttpOrigin.saying("hello");
                var bench = bench("http2: { settingsTimeout: 200ms }", origin);
                var client = Http2Peer.connect(bench)) {
            client.send(FrameReader.preface()).settings();
            assertThat(client.awaitGoAway()).isEqualTo(ErrorCode.SETTINGS_TIMEOUT);
            assertThat(bench.evidenceOf(TransportFault.READ_STALLED))
                    .contains("http.http2.settingsTimeout=200ms (test.yaml:");
        }
    }

    @Test
    void aClientThatAnswersPingsStaysAndOneThatDoesNotGoes() {
        String http = "http2: { pingInterval: 100ms, pingTimeout: 300ms }";
        try (var origin = HttpOrigin.answering(request -> HttpOrigin.SILENT);
                var bench = bench(http, origin);
                var client = Http2Peer.connect(bench).greet()) {
            client.get(1, "/");
            for (int i = 0; i < 3; i++) {
                Http2Peer.Frame ping = client.await(f -> f.type() == FrameType.PING);
                client.frame(FrameType.PING, FrameType.ACK, 0, ping.payload());
            }
            client.awaitGoAway();
            client.expectEnd();
            assertThat(bench.evidenceOf(TransportFault.READ_STALLED)).contains("pingTimeout");
        }
    }

    @Test
    void aClientThatLeavesIsLetGo() {
        try (var origin = HttpOrigin.saying("hello");
                var bench = HttpBench.before(origin);
                var client = Http2Peer.connect(bench).greet()) {
            client.frame(FrameType.GOAWAY, 0, 0, new byte[8]);
            client.expectEnd();
        }
    }
}
