package io.faultline.l7;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.core.fault.ApplicationFault;
import io.faultline.core.fault.TransportFault;
import io.faultline.l7.http2.frame.ErrorCode;
import io.faultline.l7.http2.frame.FrameType;
import io.faultline.l7.http2.frame.Settings;
import io.faultline.testkit.leak.LeakGuard;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Clients that do what costs them little and us much: they are thrown out, and others are served. */
@ExtendWith(LeakGuard.class)
class Http2AbuseIT {

    private static final String TIGHT =
            "http2: { maxResets: 20, maxStreamErrors: 20, maxControlFrames: 50,"
                    + " maxConcurrentStreams: 10 }";

    private static String config(HttpOrigin origin) {
        return HttpBench.config(TIGHT, "", origin.hostPort());
    }

    private static void expectThrownOut(String limit, Consumer<Http2Peer> abuse) {
        try (var origin = HttpOrigin.saying("hello");
                var bench = HttpBench.start(config(origin));
                var bystander = Http2Peer.connect(bench).greet();
                var offender = Http2Peer.connect(bench).greet()) {
            bystander.expectServed(1);
            abuse.accept(offender);
            assertThat(offender.awaitGoAway()).isEqualTo(ErrorCode.ENHANCE_YOUR_CALM);
            assertThat(bench.evidenceOf(ApplicationFault.ABUSE)).contains(limit);
            bystander.expectServed(3);
        }
    }

    @Test
    void streamsOpenedAndTakenBackInSeries() {
        expectThrownOut(
                "http.http2.maxResets=20 (test.yaml:",
                offender -> {
                    for (int stream = 1; stream < 2_000; stream += 2) {
                        offender.request(stream, false, "POST", "/").reset(stream);
                    }
                });
    }

    @Test
    void resetsBesideAsMuchWorkThatIsDoneAreNoAbuse() {
        try (var origin = HttpOrigin.saying("hello");
                var bench = HttpBench.start(config(origin));
                var client = Http2Peer.connect(bench).greet()) {
            for (int stream = 1; stream < 240; stream += 4) {
                client.expectServed(stream);
                client.request(stream + 2, false, "POST", "/").reset(stream + 2);
            }
            assertThat(bench.seen(ApplicationFault.ABUSE)).isEmpty();
        }
    }

    @Test
    void resetsThatWeAreMadeToSend() {
        expectThrownOut(
                "http.http2.maxStreamErrors=20 (test.yaml:",
                offender -> {
                    for (int stream = 1; stream < 2_000; stream += 2) {
                        offender.request(stream, false, "POST", "/")
                                .frame(FrameType.WINDOW_UPDATE, 0, stream, Http2Peer.int32(0));
                    }
                });
    }

    @Test
    void pings() {
        expectThrownOut(
                "http.http2.maxControlFrames=50 (test.yaml:",
                offender -> {
                    for (int i = 0; i < 200; i++) {
                        offender.frame(FrameType.PING, 0, 0, new byte[8]);
                    }
                });
    }

    @Test
    void settings() {
        expectThrownOut(
                "http.http2.maxControlFrames=50",
                offender -> {
                    for (int i = 0; i < 200; i++) {
                        offender.settings(Settings.INITIAL_WINDOW_SIZE, i);
                    }
                });
    }

    @Test
    void framesWithoutABody() {
        expectThrownOut(
                "http.http2.maxControlFrames=50",
                offender -> {
                    offender.request(1, false, "POST", "/");
                    for (int i = 0; i < 200; i++) {
                        offender.data(1, false, "");
                    }
                });
    }

    @Test
    void prioritiesAndFramesThatNobodyKnows() {
        expectThrownOut(
                "http.http2.maxControlFrames=50",
                offender -> {
                    for (int i = 0; i < 100; i++) {
                        offender.frame(FrameType.PRIORITY, 0, 1, new byte[5]);
                        offender.frame(0x77, 0, 0);
                    }
                });
    }

    @Test
    void windowsThatOpenByAByte() {
        expectThrownOut(
                "http.http2.maxControlFrames=50",
                offender -> {
                    offender.settings(Settings.INITIAL_WINDOW_SIZE, 0).get(1, "/");
                    for (int i = 0; i < 1_000; i++) {
                        offender.open(0, 1);
                    }
                });
    }

    @Test
    void aHeadInCountlessPieces() {
        expectThrownOut(
                "CONTINUATION",
                offender -> {
                    offender.frame(FrameType.HEADERS, 0, 1, Http2Peer.head("GET", "/"));
                    for (int i = 0; i < 200; i++) {
                        offender.frame(FrameType.CONTINUATION, 0, 1);
                    }
                });
    }

    @Test
    void aHeadWithoutEnd() {
        expectThrownOut(
                "a header block of more than",
                offender -> {
                    offender.frame(FrameType.HEADERS, 0, 1, Http2Peer.head("GET", "/"));
                    for (int i = 0; i < 20; i++) {
                        offender.frame(FrameType.CONTINUATION, 0, 1, new byte[16_384]);
                    }
                });
    }

    @Test
    void aFewBytesThatUnfoldToMany() {
        expectThrownOut(
                "unfolds",
                offender -> {
                    byte[] name = Http2Peer.head("GET", "/");
                    byte[] block = new byte[name.length + 4 + 100 + 8_000];
                    System.arraycopy(name, 0, block, 0, name.length);
                    int at = name.length;
                    block[at++] = 0x40; // a literal that goes into the table, of 100 bytes
                    block[at++] = 1;
                    block[at++] = 'a';
                    block[at++] = 100;
                    java.util.Arrays.fill(block, at, at + 100, (byte) 'b');
                    java.util.Arrays.fill(block, at + 100, block.length, (byte) (0x80 | 62));
                    offender.frame(
                            FrameType.HEADERS,
                            FrameType.END_HEADERS | FrameType.END_STREAM,
                            1,
                            block);
                });
    }

    @Test
    void streamsBeyondTheLimitAreRefusedAndTheOthersServed() {
        try (var origin = HttpOrigin.answering(request -> HttpOrigin.SILENT);
                var bench = HttpBench.start(config(origin));
                var client = Http2Peer.connect(bench).greet()) {
            for (int stream = 1; stream <= 21; stream += 2) {
                client.get(stream, "/");
            }
            assertThat(client.awaitReset(21)).isEqualTo(ErrorCode.REFUSED_STREAM);
            client.reset(1);
            bench.awaitFault(ApplicationFault.CLIENT_ABORT);
            client.get(23, "/").frame(FrameType.PING, 0, 0, new byte[8]);
            assertThat(client.await(f -> f.type() != FrameType.WINDOW_UPDATE).type())
                    .as("no RST_STREAM before it")
                    .isEqualTo(FrameType.PING);
        }
    }

    @Test
    void aWindowThatNeverOpensEndsItsStreamOnly() {
        String http = "timeouts: { writeStall: 300ms }";
        try (var origin = HttpOrigin.saying("x".repeat(1_000));
                var bench = HttpBench.start(HttpBench.config(http, "", origin.hostPort()));
                var client = Http2Peer.connect(bench).greet(Settings.INITIAL_WINDOW_SIZE, 0)) {
            client.get(1, "/");
            assertThat(client.awaitStatus(1)).isEqualTo("200");
            assertThat(client.awaitReset(1)).isEqualTo(ErrorCode.CANCEL);
            assertThat(bench.evidenceOf(TransportFault.WRITE_STALLED)).contains("writeStall=300ms");
            client.get(3, "/").open(3, 2_000);
            assertThat(client.awaitStatus(3)).isEqualTo("200");
            assertThat(client.body(3)).hasSize(1_000);
        }
    }
}
