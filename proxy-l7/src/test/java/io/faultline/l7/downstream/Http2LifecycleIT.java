package io.faultline.l7.downstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.core.fault.ApplicationFault;
import io.faultline.core.fault.TransportFault;
import io.faultline.l7.Http2Peer;
import io.faultline.l7.HttpOrigin;
import io.faultline.l7.http2.frame.ErrorCode;
import io.faultline.l7.http2.frame.FrameReader;
import io.faultline.l7.http2.frame.FrameType;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** How a connection of HTTP/2 begins, how long it may be silent, and how it ends. */
class Http2LifecycleIT extends BothTransports {

    @Test
    void thePrefaceMayComeByteByByte() {
        try (var origin = HttpOrigin.saying("hello");
                var bench = before(origin);
                var client = connect(bench)) {
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
    void whoDrainsSaysSoTwiceAndFinishesWhatIsUnderWay() {
        var answer = new CountDownLatch(1);
        try (var origin =
                        HttpOrigin.answering(
                                request -> {
                                    await(answer);
                                    return HttpOrigin.ok("late");
                                });
                var bench = before(origin);
                var client = connect(bench).greet()) {
            client.get(1, "/");
            io.faultline.testkit.Eventually.until("asked", () -> !origin.requests().isEmpty());
            var stopped = bench.server.drain();
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

    /** RFC 9113 6.8: what comes behind the last word is ignored, but the tables stay in step and windows count. */
    @Test
    void streamsBeyondTheFarewellAreIgnored() {
        var answer = new CountDownLatch(1);
        try (var origin =
                        HttpOrigin.answering(
                                request -> {
                                    await(answer);
                                    return HttpOrigin.ok("late");
                                });
                var bench = before(origin);
                var client = connect(bench).greet()) {
            client.request(1, false, "POST", "/");
            var stopped = bench.server.drain();
            Http2Peer.Frame ping = client.await(f -> f.type() == FrameType.PING);
            client.frame(FrameType.PING, FrameType.ACK, 0, ping.payload());
            Http2Peer.Frame last =
                    client.await(f -> f.type() == FrameType.GOAWAY && f.int32(0) < 100);
            assertThat(last.int32(0)).isEqualTo(1);
            byte[] indexed = {0x40, 5, 'x', '-', 's', 'u', 'm', 1, '7'}; // goes into the table
            for (int stream = 3; stream < 101; stream += 2) {
                client.frame(FrameType.HEADERS, FrameType.END_HEADERS, stream, indexed);
                client.data(stream, false, new byte[10_000]);
                client.open(stream, 1).reset(stream);
            }
            byte[] trailer = {(byte) 0xbe}; // the newest of the table
            int flags = FrameType.END_HEADERS | FrameType.END_STREAM;
            client.data(1, false, "x").frame(FrameType.HEADERS, flags, 1, trailer);
            answer.countDown();
            assertThat(client.awaitStatus(1)).isEqualTo("200");
            assertThat(client.body(1)).isEqualTo("late");
            client.expectEnd();
            client.close();
            assertThat(stopped).succeedsWithin(java.time.Duration.ofSeconds(20));
            assertThat(origin.requests()).singleElement().asString().contains("x-sum: 7\r\n");
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
                var client = connect(bench).greet()) {
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
                var client = connect(bench).greet()) {
            client.frame(FrameType.HEADERS, FrameType.END_STREAM, 1, Http2Peer.head("GET", "/"));
            assertThat(client.awaitGoAway()).isEqualTo(ErrorCode.NO_ERROR);
            bench.awaitFault(ApplicationFault.REQUEST_TIMEOUT);
        }
    }

    @Test
    void aBodyThatDoesNotComeIsNotWaitedFor() {
        try (var origin = HttpOrigin.saying("hello");
                var bench = bench("timeouts: { bodyStall: 200ms }", origin);
                var client = connect(bench).greet()) {
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
                var client = connect(bench)) {
            client.send(FrameReader.preface()).settings();
            assertThat(client.awaitGoAway()).isEqualTo(ErrorCode.SETTINGS_TIMEOUT);
            assertThat(bench.evidenceOf(TransportFault.READ_STALLED))
                    .contains("http.http2.settingsTimeout=200ms (test.yaml:");
        }
    }

    @Test
    void aClientThatAnswersPingsStaysAndOneThatDoesNotGoes() {
        String http = "http2: { pingInterval: 100ms, pingTimeout: 1s }";
        try (var origin = HttpOrigin.answering(request -> HttpOrigin.SILENT);
                var bench = bench(http, origin);
                var client = connect(bench).greet()) {
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
                var bench = before(origin);
                var client = connect(bench).greet()) {
            client.frame(FrameType.GOAWAY, 0, 0, new byte[8]);
            client.expectEnd();
        }
    }
}
