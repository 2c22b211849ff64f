package io.faultline.l7.http2.rfc9113;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9113 8.2 and 8.3: which fields a message may have. What breaks these rules reaches no origin. */
class FieldsIT extends Rfc9113 {

    private static final String NUL = "\0";

    private void refused(Block block) {
        var client = greeted();
        int before = origin.requests().size();
        client.headers(1, true, block);
        client.expectStreamError(1, ErrorNumber.PROTOCOL_ERROR);
        assertThat(origin.requests()).hasSize(before);
    }

    private String served(Block block) {
        var client = greeted();
        assertThat(client.headers(1, true, block).answer(1).status()).isEqualTo(200);
        return origin.requests().getLast();
    }

    // ---- 8.2.1 names and values

    @ParameterizedTest
    @ValueSource(strings = {"X-A", "x-A", "Cookie", "HOST"})
    void namesAreInLowerCase(String name) {
        refused(Block.get("/").with(name, "b"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", " ", "a b", " a", "a ", "a:b", "a:", "a\tb", "a\r\nb", "a\nb", "a\0", "a\u007f",
                "a\u00e4", "a,b", "a;b", "(a)", "a\"b", "a/b", "a[b]", "a{b}", "a@b", "a=b", "a<b",
                "a?b", "a\\b"
            })
    void namesAreTokens(String name) {
        refused(Block.get("/").with(name, "b"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a\0b",
                "a\rb",
                "a\nb",
                "a\r\nb",
                NUL,
                "\r",
                "\n",
                "a\r\nx: y",
                "a\n\nGET / HTTP/1.1",
                "a\u0001",
                "a\u007fb"
            })
    void valuesHoldNoControlCharacters(String value) {
        refused(Block.get("/").with("x-a", value));
    }

    @ParameterizedTest
    @ValueSource(strings = {" a", "a ", "\ta", "a\t", " ", "\t"})
    void valuesNeitherBeginNorEndWithBlanks(String value) {
        refused(Block.get("/").with("x-a", value));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a\tb", "\u00e4\u00ff", "a,b;c=\"d\"", "~!@#$%^&*()_+{}|"})
    void everythingElseMayStandInAValue(String value) {
        assertThat(served(Block.get("/").with("x-a", value))).contains("x-a: " + value + "\r\n");
    }

    // ---- 8.2.2 fields about a connection

    @ParameterizedTest
    @CsvSource({
        "connection, close",
        "connection, keep-alive",
        "connection, x-a",
        "connection, ''",
        "proxy-connection, keep-alive",
        "keep-alive, timeout=5",
        "transfer-encoding, chunked",
        "transfer-encoding, identity",
        "upgrade, websocket",
        "upgrade, h2c"
    })
    void fieldsAboutAConnectionAreRefused(String name, String value) {
        refused(Block.get("/").with(name, value));
    }

    @Test
    void theyAreRefusedWithContentToo() {
        var client = greeted();
        int before = origin.requests().size();
        client.headers(1, false, Block.request("POST", "/").with("transfer-encoding", "chunked"));
        client.data(1, true, "0\r\n\r\nGET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n");
        client.expectStreamError(1, ErrorNumber.PROTOCOL_ERROR);
        assertThat(origin.requests()).hasSize(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "trailers, gzip", "gzip, trailers", "trailers;q=0.5", ""})
    void teHoldsNothingButTrailers(String te) {
        refused(Block.get("/").with("te", te));
    }

    @Test
    void teTrailersIsAllowed() {
        assertThat(served(Block.get("/").with("te", "trailers")))
                .containsIgnoringCase("te: trailers");
    }

    // ---- 8.2.3 crumbs

    @Test
    void crumbsOfACookieAreJoined() {
        String request =
                served(
                        Block.get("/")
                                .with("cookie", "a=b")
                                .with("x-a", "1")
                                .with("cookie", "c=d")
                                .with("cookie", "e=f; g=h"));
        assertThat(request)
                .containsIgnoringCase("cookie: a=b; c=d; e=f; g=h\r\n")
                .containsOnlyOnce("ookie:");
    }

    // ---- 8.3 pseudo-header fields

    private static Block withPseudo(String method, String scheme, String authority, String path) {
        var block = new Block();
        if (method != null) {
            block.with(":method", method);
        }
        if (scheme != null) {
            block.with(":scheme", scheme);
        }
        if (authority != null) {
            block.with(":authority", authority);
        }
        return path == null ? block : block.with(":path", path);
    }

    /** 8.3.1: exactly one of each, but for :authority. */
    @ParameterizedTest
    @CsvSource({
        ", http, shop.example, /",
        "GET, , shop.example, /",
        "GET, http, shop.example, ",
        ", , , ",
        ", , shop.example, "
    })
    void aRequestHasMethodSchemeAndPath(
            String method, String scheme, String authority, String path) {
        refused(withPseudo(method, scheme, authority, path));
    }

    @ParameterizedTest
    @CsvSource({":method, GET", ":scheme, http", ":path, /", ":authority, shop.example"})
    void noneOfThemComesTwice(String name, String value) {
        refused(Block.get("/").with(name, value));
    }

    @ParameterizedTest
    @ValueSource(strings = {":status", ":protocol", ":foo", ":", ":Method", "::method", ":path "})
    void thereAreNoOthers(String name) {
        refused(Block.get("/").with(name, "200"));
    }

    @ParameterizedTest
    @ValueSource(strings = {":method", ":scheme", ":path", ":authority"})
    void theyComeBeforeAllFields(String last) {
        var block = new Block();
        for (String name : new String[] {":method", ":scheme", ":path", ":authority"}) {
            if (!name.equals(last)) {
                block.with(name, valueOf(name));
            }
        }
        refused(block.with("x-a", "b").with(last, valueOf(last)));
    }

    private static String valueOf(String name) {
        return switch (name) {
            case ":method" -> "GET";
            case ":scheme" -> "http";
            case ":path" -> "/";
            default -> "shop.example";
        };
    }

    @Test
    void theirOrderDoesNotMatter() {
        var block =
                new Block()
                        .with(":path", "/order")
                        .with(":authority", "shop.example")
                        .with(":scheme", "http")
                        .with(":method", "GET");
        assertThat(served(block)).startsWith("GET /order HTTP/1.1\r\nhost: shop.example\r\n");
    }

    /** 8.3.1: :path MUST NOT be empty, and begins with a slash; {@code *} is for OPTIONS alone. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "*",
                "a",
                "http://shop.example/",
                "?a",
                "//\r\n",
                "/a b",
                "/a\tb",
                "/a\r\nHost: x",
                "/a\0",
                "/a#b",
                "/ HTTP/1.1",
                "/a\u007f",
                "/\u00e4",
                " /",
                "/ "
            })
    void aPathIsAPath(String path) {
        refused(Block.get(path));
    }

    @Test
    void optionsMayAskAboutTheServer() {
        assertThat(served(Block.request("OPTIONS", "*"))).startsWith("OPTIONS * HTTP/1.1\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "GET ",
                " GET",
                "GE T",
                "GET / HTTP/1.1",
                "GET\r\n",
                "G\0T",
                "GET:",
                "G\u00e4T"
            })
    void aMethodIsAToken(String method) {
        refused(Block.request(method, "/"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"PATCH", "QUERY", "x-odd", "get"})
    void anyMethodIsServed(String method) {
        assertThat(served(Block.request(method, "/m"))).startsWith(method + " /m HTTP/1.1\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ftp", "http:", "http ", "ht tp", "http\r\nx: y", "javascript"})
    void aSchemeIsHttpOrHttps(String scheme) {
        refused(withPseudo("GET", scheme, "shop.example", "/"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "shop.example\r\nx: y",
                "shop.example ",
                " shop.example",
                "shop example",
                "user@shop.example",
                "shop.example/a",
                "shop.example?a",
                "shop.example#a",
                "shop.example:x",
                "shop.example:99999",
                "a\0b",
                "shop.example,else"
            })
    void anAuthorityIsAHostAndAPort(String authority) {
        refused(withPseudo("GET", "http", authority, "/"));
    }

    /** 8.3.1: userinfo MUST NOT be there; tried above. An :authority MAY be missing if there is a Host. */
    @Test
    void hostStandsInForAuthority() {
        var block = withPseudo("GET", "http", null, "/").with("host", "img.example:8080");
        assertThat(served(block))
                .contains("\r\nhost: img.example:8080\r\n")
                .containsOnlyOnce("\r\nhost:");
    }

    @Test
    void oneOfBothMustBeThere() {
        refused(withPseudo("GET", "http", null, "/"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"shop.example", "SHOP.example", "shop.example:80"})
    void hostMaySayTheSame(String host) {
        assertThat(served(Block.get("/").with("host", host)))
                .contains("\r\nhost: shop.example\r\n")
                .containsOnlyOnce("\r\nhost:");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "else.example",
                "shop.example:81",
                "",
                "shop.example.",
                "shop.example, else"
            })
    void hostMayNotSayAnotherThing(String host) {
        refused(Block.get("/").with("host", host));
    }

    @Test
    void twoHostsAreRefused() {
        refused(Block.get("/").with("host", "shop.example").with("host", "shop.example"));
        refused(
                withPseudo("GET", "http", null, "/")
                        .with("host", "shop.example")
                        .with("host", "else.example"));
    }

    // ---- 10.5.1 limits

    /** As HTTP/1 does: the client is told by a status, because the request itself is understood. */
    @Test
    void tooManyFieldsAreAnsweredWith431() {
        var block = Block.get("/");
        for (int i = 0; i < 101; i++) {
            block.with("x-" + i, "y");
        }
        var client = greeted();
        assertThat(client.headers(1, true, block).answer(1).status()).isEqualTo(431);
        client.expectIgnored(3);
    }

    @Test
    void tooLargeAHeadIsAnsweredWith431() {
        var client = greeted();
        byte[] first = Block.get("/").with("a", "y".repeat(16_000)).bytes();
        byte[] more = new Block().with("b", "y".repeat(16_000)).bytes();
        client.frame(Frame.HEADERS, Frame.END_STREAM, 1, first);
        client.frame(Frame.CONTINUATION, 0, 1, more);
        client.frame(
                Frame.CONTINUATION,
                Frame.END_HEADERS,
                1,
                new Block().with("d", "y".repeat(8_000)).bytes());
        assertThat(client.answer(1).status()).isEqualTo(431);
        client.expectIgnored(3);
    }

    @Test
    void tooLongAPathIsAnsweredWith414() {
        var client = greeted();
        var answer = client.headers(1, true, Block.get("/" + "p".repeat(8_200))).answer(1);
        assertThat(answer.status()).isEqualTo(414);
        client.expectIgnored(3);
    }
}
