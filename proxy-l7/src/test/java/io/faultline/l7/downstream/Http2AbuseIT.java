package io.faultline.l7.downstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.core.Side;
import io.faultline.core.fault.ApplicationFault;
import io.faultline.core.fault.TransportFault;
import io.faultline.l7.Http2Peer;
import io.faultline.l7.HttpBench;
import io.faultline.l7.HttpOrigin;
import io.faultline.l7.http2.frame.ErrorCode;
import io.faultline.l7.http2.frame.FrameType;
import io.faultline.l7.http2.frame.Settings;
import io.faultline.testkit.Eventually;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that do what costs them little and us much: they are thrown out, and others are served. */
class Http2AbuseIT extends BothTransports {

    @TempDir static Path folder;
    private static int logs;

    private static final String TIGHT =
            "http2: { maxResets: 20, maxStreamErrors: 20, maxControlFrames: 50,"
                    + " maxConcurrentStreams: 10 }";

    private void expectThrownOut(String limit, Consumer<Http2Peer> abuse) {
        Path log = folder.resolve("access-" + transport + "-" + logs++ + ".log");
        try (var origin = HttpOrigin.saying("hello");
                var bench = bench(TIGHT, logging(log), origin);
                var bystander = connect(bench).greet();
                var offender = connect(bench).greet()) {
            bystander.expectServed(1);
            abuse.accept(offender);
            assertThat(offender.awaitGoAway()).isEqualTo(ErrorCode.ENHANCE_YOUR_CALM);
            assertThat(bench.evidenceOf(ApplicationFault.ABUSE)).contains(limit);
            assertThat(bench.server.faults().countsByListener())
                    .as("what faultline_faults_total shows")
                    .anyMatch(
                            row ->
                                    row.code() == ApplicationFault.ABUSE
                                            && row.side() == Side.CLIENT
                                            && row.count() >= 1);
            offender.expectEnd();
            offender.close();
            Eventually.until("the record", () -> read(log).contains("L7.ABUSE"));
            bystander.expectServed(3);
        }
    }

    private static String logging(Path file) {
        return "accessLog: { file: \"%s\", format: json }".formatted(file);
    }

    private static String read(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
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
                var bench = bench(TIGHT, origin);
                var client = connect(bench).greet()) {
            for (int stream = 1; stream < 240; stream += 4) {
                client.expectServed(stream);
                client.request(stream + 2, false, "POST", "/").reset(stream + 2);
            }
            assertThat(bench.seen(ApplicationFault.ABUSE)).isEmpty();
        }
    }

    /** Each of these is a stream error, whose reset may leave an endpoint working for nobody. */
    enum Provocation {
        A_WINDOW_THAT_OPENS_BY_NOTHING {
            @Override
            void on(Http2Peer offender, int stream) {
                offender.request(stream, false, "POST", "/").open(stream, 0);
            }
        },
        A_WINDOW_ABOVE_THE_MOST {
            @Override
            void on(Http2Peer offender, int stream) {
                offender.request(stream, false, "POST", "/").open(stream, Integer.MAX_VALUE);
            }
        },
        A_PRIORITY_OF_A_WRONG_SIZE {
            @Override
            void on(Http2Peer offender, int stream) {
                offender.request(stream, false, "POST", "/")
                        .frame(FrameType.PRIORITY, 0, stream, new byte[4]);
            }
        },
        MORE_THAN_THE_LENGTH_SAYS {
            @Override
            void on(Http2Peer offender, int stream) {
                offender.request(stream, false, "POST", "/", "content-length", "1")
                        .data(stream, false, "ab");
            }
        },
        A_SECOND_HEAD {
            @Override
            void on(Http2Peer offender, int stream) {
                offender.request(stream, false, "POST", "/").request(stream, false, "POST", "/");
            }
        },
        A_HEAD_THAT_IS_NONE {
            @Override
            void on(Http2Peer offender, int stream) {
                offender.request(stream, true, "GET", "nowhere");
            }
        };

        abstract void on(Http2Peer offender, int stream);
    }

    @ParameterizedTest
    @EnumSource(Provocation.class)
    void resetsThatWeAreMadeToSend(Provocation provocation) {
        expectThrownOut(
                "http.http2.maxStreamErrors=20 (test.yaml:",
                offender -> {
                    for (int stream = 1; stream < 2_000; stream += 2) {
                        provocation.on(offender, stream);
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

    // ---- who asks and does not read

    /** Each with a path of its own, which its answer repeats. */
    private static byte[] requests(int first, int count) {
        var all = new ByteArrayOutputStream();
        int flags = FrameType.END_HEADERS | FrameType.END_STREAM;
        for (int i = first; i < first + count; i++) {
            byte[] head = Http2Peer.head("HEAD", "/" + i + "/x".repeat(50));
            all.writeBytes(Http2Peer.bytes(FrameType.HEADERS, flags, 2 * i + 1, head));
        }
        return all.toByteArray();
    }

    private static final int KEPT = 2 << 20; // for one who does not read, all in all
    private static final String GENEROUS = "http2: { maxControlFrames: 100000000 }";

    /** @return the thread that sends all of it, in pieces */
    private static Thread send(Http2Peer client, IntFunction<byte[]> pieces, int count) {
        return Thread.ofVirtual()
                .start(
                        () -> {
                            for (int i = 0; i < count; i++) {
                                client.send(pieces.apply(i));
                            }
                        });
    }

    /**
     * Frames that want more answers than any buffer on the way holds, of somebody who does not read
     * those: he is held up, everybody else is served, and once he reads he gets every one.
     */
    private void expectHeldUp(HttpBench bench, IntFunction<byte[]> pieces, int count, int answers) {
        try (bench;
                var bystander = connect(bench).greet();
                var asker = connect(bench).greet()) {
            Thread sender = send(asker, pieces, count);
            Eventually.until("it is held up", () -> bench.server.backlogBytes() > 200 * 1024);
            for (int stream = 1; stream < 200; stream += 2) {
                bystander.expectServed(stream);
                assertThat(bench.server.backlogBytes()).isLessThan(KEPT);
            }
            assertThat(sender.isAlive()).as("has more to ask").isTrue();
            for (int answer = 0; answer < answers; answer++) {
                asker.read();
                assertThat(bench.server.backlogBytes()).isLessThan(KEPT);
            }
            Eventually.until("all was taken", () -> !sender.isAlive());
            bystander.expectServed(201);
            assertThat(bench.seen(ApplicationFault.ABUSE)).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {FrameType.PING, FrameType.SETTINGS})
    void answersToSmallFramesThatNobodyReads(int type) {
        byte[] frame = Http2Peer.bytes(type, 0, 0, new byte[type == FrameType.PING ? 8 : 0]);
        byte[] thousand = Http2Peer.repeated(frame, 1_000);
        try (var origin = HttpOrigin.saying("hello")) {
            int pieces = 20_000 / frame.length;
            expectHeldUp(bench(GENEROUS, origin), i -> thousand, pieces, pieces * 1_000);
        }
    }

    /** No window holds these back: they have no content. */
    @Test
    void answersWithoutContentThatNobodyReads() {
        try (var origin = HttpOrigin.saying("hello")) {
            String away = "{ match: { path: /well }, to: shop }, { redirect: { scheme: https } }";
            expectHeldUp(
                    bench("", "", origin, away), i -> requests(1_000 * i, 1_000), 100, 100_000);
        }
    }

    @Test
    void streamsBeyondTheLimitAreRefusedAndTheOthersServed() {
        try (var origin = HttpOrigin.answering(request -> HttpOrigin.SILENT);
                var bench = bench(TIGHT, origin);
                var client = connect(bench).greet()) {
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

    /** Whether the whole answer waits here, or its endpoint was told to stop. */
    @ParameterizedTest
    @ValueSource(ints = {1_000, 1_000_000})
    void aWindowThatNeverOpensEndsItsStreamOnly(int size) {
        String http = "timeouts: { writeStall: 300ms }";
        try (var origin = HttpOrigin.saying("x".repeat(size));
                var bench = bench(http, origin);
                var client = connect(bench).greet(Settings.INITIAL_WINDOW_SIZE, 0)) {
            client.get(1, "/");
            assertThat(client.awaitStatus(1)).isEqualTo("200");
            assertThat(client.awaitReset(1)).isEqualTo(ErrorCode.CANCEL);
            assertThat(bench.evidenceOf(TransportFault.WRITE_STALLED)).contains("writeStall=300ms");
            client.open(0, size).get(3, "/").open(3, size);
            assertThat(client.awaitStatus(3)).isEqualTo("200");
            assertThat(client.body(3)).hasSize(size);
        }
    }
}
