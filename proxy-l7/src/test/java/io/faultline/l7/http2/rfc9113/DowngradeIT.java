package io.faultline.l7.http2.rfc9113;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * RFC 9113 10.3: what HTTP/2 can say and HTTP/1 cannot. Whatever a client puts into a request, the origin behind us reads
 * one request or none, with the fields that the client's request had, and those that we add.
 */
class DowngradeIT extends Rfc9113 {

    private static final String SMUGGLED = "GET /smuggled HTTP/1.1\r\nhost: evil.example\r\n\r\n";

    private static final String[] POISON = {
        "\r\n\r\n" + SMUGGLED,
        "\r\nsmuggled: 1",
        "\nsmuggled: 1",
        "\rsmuggled: 1",
        "\r\n smuggled: 1",
        " HTTP/1.1\r\nsmuggled: 1\r\n\r\n",
        "\0\r\nsmuggled: 1",
        "\u0085smuggled: 1",
        "\u000bsmuggled: 1",
        "\u000csmuggled: 1"
    };

    /** No request of the origin, from this one on, has anything to do with what was smuggled. */
    private static void assertNothingSmuggled(int from) {
        List<String> requests = origin.requests();
        for (String request : requests.subList(from, requests.size())) {
            assertThat(request).doesNotContain("GET /smuggled");
            for (String line : request.split("[\r\n]+", -1)) {
                assertThat(line.toLowerCase(Locale.ROOT).strip()).doesNotStartWith("smuggled:");
            }
        }
    }

    private void attempt(Block block, String content) {
        int before = origin.requests().size();
        var client = greeted();
        client.headers(1, content.isEmpty(), block);
        if (!content.isEmpty()) {
            client.data(1, true, content);
        }
        while (true) {
            Frame frame = client.read("an answer or a reset");
            if (frame.type() == Frame.RST_STREAM
                    || frame.has(Frame.END_STREAM) && frame.stream() == 1) {
                break;
            }
        }
        // Whatever was sent behind it on a connection that is used again would be answered to this
        // one.
        assertThat(connect().greet().get(1, "/next").body()).isEqualTo(BODY);
        assertNothingSmuggled(before);
        assertThat(origin.requests().size() - before).isLessThanOrEqualTo(2);
        assertThat(origin.requests().getLast()).startsWith("GET /next HTTP/1.1\r\n");
    }

    @Test
    void noFieldHoldsAnother() {
        for (String poison : POISON) {
            attempt(Block.get("/").with("x-a", "b" + poison), "");
            attempt(Block.get("/").with("x-a" + poison, "b"), "");
            attempt(Block.get("/").with("cookie", "a=b" + poison), "");
            attempt(Block.get("/").with("te", "trailers" + poison), "");
            attempt(Block.get("/").with("host", "shop.example" + poison), "");
            attempt(Block.get("/").with("x-forwarded-for", "1.2.3.4" + poison), "");
            attempt(Block.get("/").with("x-request-id", "1" + poison), "");
            attempt(Block.get("/").with("traceparent", "00-" + poison), "");
            attempt(
                    Block.get("/")
                            .with("grpc-timeout", "1S" + poison)
                            .with("content-type", "application/grpc"),
                    "");
        }
    }

    @Test
    void noPseudoHeaderFieldHoldsALine() {
        for (String poison : POISON) {
            attempt(Block.request("GET" + poison, "/"), "");
            attempt(Block.request("GET", "/" + poison), "");
            attempt(Block.request("GET", "/a?b" + poison), "");
            attempt(pseudo("http" + poison, "shop.example"), "");
            attempt(pseudo("http", "shop.example" + poison), "");
        }
    }

    private static Block pseudo(String scheme, String authority) {
        return new Block()
                .with(":method", "GET")
                .with(":scheme", scheme)
                .with(":authority", authority)
                .with(":path", "/");
    }

    /** The length that HTTP/1 reads is the one that HTTP/2 framed: content is content. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "content-length: 0",
                "content-length: 5",
                "content-length: 9999",
                "transfer-encoding: chunked",
                "transfer-encoding: xchunked",
                "transfer_encoding: chunked",
                "content_length: 0",
                "transfer-encoding : chunked",
                "content-length : 0",
                "content-length: 0, 0",
                "expect: 100-continue",
                "connection: transfer-encoding",
                "upgrade: h2c",
                "trailer: content-length",
                "content-encoding: chunked",
                "te: chunked"
            })
    void contentNeverBecomesARequest(String field) {
        for (String content :
                List.of(SMUGGLED, "0\r\n\r\n" + SMUGGLED, "5\r\nhello\r\n0\r\n\r\n" + SMUGGLED)) {
            var block = Block.request("POST", "/content");
            if (!field.isEmpty()) {
                block.with(
                        field.substring(0, field.indexOf(": ")),
                        field.substring(field.indexOf(": ") + 2));
            }
            int before = origin.requests().size();
            var client = greeted();
            client.headers(1, false, block);
            client.data(1, false, content.substring(0, 3));
            client.data(1, true, content.substring(3));
            Frame frame;
            do {
                frame = client.read("an answer or a reset");
            } while (frame.type() != Frame.RST_STREAM
                    && !(frame.has(Frame.END_STREAM) && frame.stream() == 1));
            assertThat(greeted().get(1, "/next").status()).isEqualTo(200);
            for (String request : origin.requests().subList(before, origin.requests().size())) {
                // The smuggled one may stand in the content of its own request, but begins none.
                assertThat(request).matches("(?s)(POST /content|GET /next) HTTP/1.1\r\n.*");
                assertThat(request.toLowerCase(Locale.ROOT).split("\r\n\r\n", -1)[0])
                        .doesNotContain("transfer-encoding: chunked\r\ncontent-length")
                        .doesNotContain("transfer_encoding")
                        .doesNotContain("content_length");
            }
        }
    }

    @Test
    void trailersAreJudgedAsFieldsAre() {
        for (String poison : POISON) {
            int before = origin.requests().size();
            var client = greeted();
            client.headers(1, false, Block.request("POST", "/trailed"));
            client.data(1, false, "x");
            client.headers(1, true, new Block().with("x-a", "b" + poison));
            Frame frame;
            do {
                frame = client.read("an answer or a reset");
            } while (frame.type() != Frame.RST_STREAM
                    && !(frame.has(Frame.END_STREAM) && frame.stream() == 1));
            assertThat(greeted().get(1, "/next").status()).isEqualTo(200);
            assertNothingSmuggled(before);
        }
    }

    /** What would be read before the content comes too late behind it (RFC 9110 6.5.1). */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "content-length",
                "host",
                "authorization",
                "cookie",
                "x-forwarded-for",
                "content-type",
                "expect",
                "range",
                "cache-control"
            })
    void trailersThatDecideArriveNowhere(String name) {
        var client = greeted();
        client.headers(1, false, Block.request("POST", "/late"));
        client.data(1, false, "x");
        client.headers(1, true, new Block().with(name, "99").with("x-end", "1"));
        client.answer(1);
        String request = origin.requests().getLast();
        assertThat(request.substring(request.indexOf("\r\n\r\n")))
                .doesNotContain(name)
                .contains("x-end: 1");
    }

    /** Bytes at random in every place: whatever arrives is one request whose lines are ours or the client's. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void noByteAnywhereMakesALine(long seed) {
        var random = new Random(seed);
        var client = greeted();
        int stream = 1;
        for (int round = 0; round < 400; round++, stream += 2) {
            int before = origin.requests().size();
            String noise = noise(random);
            int place = random.nextInt(6);
            var block = new Block();
            block.with(":method", place == 0 ? "GE" + noise : "GET");
            block.with(":scheme", place == 1 ? "http" + noise : "http");
            block.with(":authority", place == 2 ? "shop.example" + noise : "shop.example");
            block.with(":path", place == 3 ? "/p" + noise : "/p");
            block.with(place == 4 ? "x" + noise : "x", place == 5 ? "y" + noise + "y" : "y");
            client.headers(stream, true, block);
            Frame frame;
            do {
                frame = client.read("an answer or a reset");
                assertThat(frame.type()).as("%s", frame).isNotEqualTo(Frame.GOAWAY);
                if (frame.type() == Frame.HEADERS) {
                    client.decode(frame);
                }
            } while (frame.stream() != stream
                    || frame.type() != Frame.RST_STREAM && !frame.has(Frame.END_STREAM));
            if (origin.requests().size() > before) {
                assertThat(origin.requests()).hasSize(before + 1);
                assertOneHead(origin.requests().getLast());
            }
            if (round % 60 == 59) {
                client = greeted(); // resets are counted: who has so many is sent away
                stream = -1;
            }
        }
    }

    private static String noise(Random random) {
        var noise = new StringBuilder();
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            noise.append(
                    (char)
                            (random.nextBoolean()
                                    ? random.nextInt(256)
                                    : "\r\n\0 \t:,;/?#%@".charAt(random.nextInt(13))));
        }
        return noise.toString();
    }

    private static void assertOneHead(String request) {
        assertThat(request).endsWith("\r\n\r\n");
        String[] lines = request.substring(0, request.length() - 4).split("\r\n", -1);
        assertThat(lines[0]).matches("[!-~]+ /[!-~]* HTTP/1.1");
        for (int i = 1; i < lines.length; i++) {
            assertThat(lines[i]).matches("[!#$%&'*+.^_`|~0-9A-Za-z-]+: ?[\\t -~\\x80-\\xff]*");
        }
    }
}
