package io.faultline.l7.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.core.fault.ApplicationFault;
import io.faultline.core.fault.Fault;
import io.faultline.l7.http2.rfc9113.Block;
import io.faultline.l7.http2.rfc9113.ErrorNumber;
import io.faultline.l7.http2.rfc9113.Frame;
import io.faultline.testkit.net.RawClient;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Answers of an endpoint that are no messages of RFC 9113 8: only their stream is lost. An endpoint is trusted no more than a
 * client, for what it says may be written as HTTP/1.
 */
class EndpointMessagesIT extends HostileEndpoint {

    private static Block status(String status) {
        return new Block().with(":status", status);
    }

    private static Arguments head(String what, String rule, Block block) {
        return Arguments.of(Named.of(what, block), rule);
    }

    static Stream<Arguments> malformedHeads() {
        return Stream.of(
                head("no :status", "RFC 9113 8.3.2", new Block().with("a", "b")),
                head("two of them", "8.3", status("200").with(":status", "201")),
                head("four digits", "RFC 9113 8.3.2", status("2000")),
                head("no digits", "RFC 9113 8.3.2", status("abc")),
                head("below 100", "RFC 9113 8.3.2", status("099")),
                head("an empty one", "RFC 9113 8.3.2", status("")),
                head("101", "RFC 9113 8.6", status("101")),
                head("a pseudo-field of requests", ":path", status("200").with(":path", "/")),
                head("an unknown pseudo-field", "8.3", status("200").with(":nonsense", "1")),
                head(
                        "a pseudo-field behind a field",
                        "8.3",
                        new Block().with("a", "b").with(":status", "200")),
                head("upper case", "8.2", status("200").with("X-Upper", "1")),
                head("a space in a name", "8.2", status("200").with("x y", "1")),
                head("a colon in a name", "8.2", status("200").with("x:y", "1")),
                head("an empty name", "RFC 9110 5.1", status("200").with("", "1")),
                head(
                        "a line break in a value",
                        "8.2",
                        status("200").with("x", "a\r\nset-cookie: b=c")),
                head("a bare LF in a value", "8.2", status("200").with("x", "a\nb")),
                head("NUL in a value", "8.2", status("200").with("x", "a\0b")),
                head("a space before a value", "8.2", status("200").with("x", " a")),
                head("connection", "8.2.2", status("200").with("connection", "close")),
                head(
                        "transfer-encoding",
                        "8.2.2",
                        status("200").with("transfer-encoding", "chunked")),
                head("keep-alive", "8.2.2", status("200").with("keep-alive", "1")),
                head("upgrade", "8.2.2", status("200").with("upgrade", "h2c")),
                head("two lengths", "ontent-", lengths("5", "6")),
                head("no length", "ontent-", status("200").with("content-length", "-1")),
                head("a length that is none", "ontent-", status("200").with("content-length", "x")),
                head(
                        "a length beyond all bounds",
                        "ontent-",
                        status("200").with("content-length", "99999999999999999999")));
    }

    private static Block lengths(String one, String other) {
        return status("200").with("content-length", one).with("content-length", other);
    }

    @ParameterizedTest
    @MethodSource("malformedHeads")
    void aMalformedHeadIsNoAnswer(Block block, String rule) {
        RawClient other = get("/other");
        RawHttp2Server server = endpoint.accept().greet();
        int well = server.request().stream();
        RawClient client = post("/", "x");
        int stream = server.request().stream();
        server.headers(stream, false, block);

        assertThat(server.awaitReset(stream)).isEqualTo(ErrorNumber.PROTOCOL_ERROR);
        Fault fault = expectBadGateway(client, ApplicationFault.BAD_RESPONSE, rule);
        assertThat(fault.evidence().toString()).contains("RST_STREAM PROTOCOL_ERROR");
        server.answer(well, "others are served");
        expectAnswer(other, "others are served");
        endpoint.expectNoOther();
    }

    // ---- bodies

    @Test
    void fewerBytesThanDeclaredAreNoWholeAnswer() {
        RawClient client = get("/");
        RawHttp2Server server = endpoint.accept().greet();
        int stream = server.request().stream();
        server.head(stream, false, "200", "content-length", "10").data(stream, true, "four");

        assertThat(server.awaitReset(stream)).isEqualTo(ErrorNumber.PROTOCOL_ERROR);
        expectCut(client);
        expectFault(ApplicationFault.BAD_RESPONSE, "RFC 9113 8.1.1", "fewer bytes");
        server.expectAlive();
    }

    @Test
    void moreBytesThanDeclaredNeverBecomeAnotherAnswer() {
        RawClient client = get("/");
        RawHttp2Server server = endpoint.accept().greet();
        int stream = server.request().stream();
        server.head(stream, false, "200", "content-length", "2")
                .data(stream, true, "okHTTP/1.1 200 OK\r\n\r\n");

        assertThat(server.awaitReset(stream)).isEqualTo(ErrorNumber.PROTOCOL_ERROR);
        assertThat(client.readToEnd().bytes()).asString().doesNotContain("okHTTP");
        expectFault(ApplicationFault.BAD_RESPONSE, "more bytes");
    }

    @Test
    void aLengthWithoutABodyIsNoAnswer() {
        RawClient client = post("/", "x");
        RawHttp2Server server = endpoint.accept().greet();
        int stream = server.request().stream();
        server.head(stream, true, "200", "content-length", "5");

        assertThat(server.awaitReset(stream)).isEqualTo(ErrorNumber.PROTOCOL_ERROR);
        expectBadGateway(client, ApplicationFault.BAD_RESPONSE, "RFC 9113 8.1.1");
    }

    @Test
    void anAnswerToHeadHasNoBody() {
        RawClient client =
                connect().send("HEAD / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
        RawHttp2Server server = endpoint.accept().greet();
        int stream = server.request().stream();
        server.head(stream, false, "200", "content-length", "5").data(stream, true, "hello");

        assertThat(server.awaitReset(stream)).isEqualTo(ErrorNumber.PROTOCOL_ERROR);
        assertThat(client.readToEnd().bytes()).asString().doesNotContain("hello");
    }

    @Test
    void dataBeforeTheHeadIsNoAnswer() {
        RawClient client = post("/", "x");
        RawHttp2Server server = endpoint.accept().greet();
        int stream = server.request().stream();
        server.data(stream, false, "first");

        assertThat(server.awaitReset(stream)).isEqualTo(ErrorNumber.PROTOCOL_ERROR);
        expectBadGateway(client, ApplicationFault.BAD_RESPONSE, "DATA before a head");
        server.expectAlive();
    }

    @Test
    void dataBehindTheEndBreaksTheStreamOnlyWhileOursIsOpen() {
        RawClient client =
                connect().send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\n");
        RawHttp2Server server = endpoint.accept().greet();
        int stream = server.request().stream();
        server.send(
                RawHttp2Server.concat(
                        RawHttp2Server.bytes(
                                Frame.HEADERS, Frame.END_HEADERS, stream, status("200").bytes()),
                        RawHttp2Server.bytes(Frame.DATA, Frame.END_STREAM, stream, new byte[3]),
                        RawHttp2Server.bytes(Frame.DATA, 0, stream, new byte[3])));
        // we have reset the stream when the second one comes: it was on its way
        assertThat(server.awaitReset(stream)).isEqualTo(ErrorNumber.CANCEL);
        server.expectAlive();
        assertThat(client.readLine()).startsWith("HTTP/1.1 200 ");
    }

    // ---- interim answers and trailers

    @Test
    void interimAnswersPassAndTheHeadFollows() {
        RawClient client = get("/");
        RawHttp2Server server = endpoint.accept().greet();
        int stream = server.request().stream();
        server.head(stream, false, "103", "link", "</a.css>")
                .head(stream, false, "103", "link", "</b.css>")
                .answer(stream, "well");
        assertThat(answer(client))
                .startsWith("HTTP/1.1 103 ")
                .contains("</a.css>", "</b.css>", "HTTP/1.1 200 ", "well");
    }

    @Test
    void anInterimAnswerThatEndsTheStreamIsNoAnswer() {
        RawClient client = post("/", "x");
        RawHttp2Server server = endpoint.accept().greet();
        int stream = server.request().stream();
        server.head(stream, true, "103");
        assertThat(server.awaitReset(stream)).isEqualTo(ErrorNumber.PROTOCOL_ERROR);
        expectBadGateway(client, ApplicationFault.BAD_RESPONSE, "RFC 9113 8.1");
    }

    @Test
    void interimAnswersWithoutEndAreCutOff() {
        RawClient client = post("/", "x");
        RawHttp2Server server = endpoint.accept().greet();
        int stream = server.request().stream();
        for (int i = 0; i < 17; i++) {
            server.head(stream, false, "103");
        }
        assertThat(server.awaitReset(stream)).isEqualTo(ErrorNumber.ENHANCE_YOUR_CALM);
        assertThat(answer(client)).contains("HTTP/1.1 502 ");
        expectFault(ApplicationFault.BAD_RESPONSE, "at most 16 interim answers");
        server.expectAlive();
    }

    @Test
    void trailersPass() {
        RawClient client = get("/");
        RawHttp2Server server = endpoint.accept().greet();
        int stream = server.request().stream();
        server.head(stream, false, "200")
                .data(stream, false, "body")
                .headers(stream, true, new Block().with("x-sum", "4"));
        assertThat(answer(client)).endsWith("4\r\nbody\r\n0\r\nx-sum: 4\r\n\r\n");
    }

    static Stream<Arguments> malformedTrailers() {
        return Stream.of(
                head("a pseudo-field", "RFC 9113 8.1", status("200")),
                head("upper case", "8.2", new Block().with("X-Sum", "1")),
                head("a line break", "8.2", new Block().with("x", "a\r\nb")));
    }

    @ParameterizedTest
    @MethodSource("malformedTrailers")
    void malformedTrailersEndNoAnswer(Block trailers, String rule) {
        RawClient client = get("/");
        RawHttp2Server server = endpoint.accept().greet();
        int stream = server.request().stream();
        server.head(stream, false, "200")
                .data(stream, false, "body")
                .headers(stream, true, trailers);

        assertThat(server.awaitReset(stream)).isEqualTo(ErrorNumber.PROTOCOL_ERROR);
        expectCut(client);
        expectFault(ApplicationFault.BAD_RESPONSE, rule);
        server.expectAlive();
    }

    @Test
    void trailersThatDoNotEndTheStreamAreMalformed() {
        RawClient client = get("/");
        RawHttp2Server server = endpoint.accept().greet();
        int stream = server.request().stream();
        server.head(stream, false, "200")
                .data(stream, false, "body")
                .headers(stream, false, new Block().with("x-sum", "4"));

        assertThat(server.awaitReset(stream)).isEqualTo(ErrorNumber.PROTOCOL_ERROR);
        expectCut(client);
        expectFault(ApplicationFault.BAD_RESPONSE, "trailers without END_STREAM");
    }

    // ---- heads that are too much

    @Test
    void aHeadBeyondTheLimitsIsNoAnswer() {
        RawClient client = post("/", "x");
        RawHttp2Server server = endpoint.accept().greet();
        int stream = server.request().stream();
        Block block = status("200");
        for (int i = 0; i < 101; i++) {
            block.with("x-" + i, "v");
        }
        server.headers(stream, true, block);

        assertThat(server.awaitReset(stream)).isEqualTo(ErrorNumber.PROTOCOL_ERROR);
        expectBadGateway(client, ApplicationFault.BAD_RESPONSE, "larger than our limits");
        server.expectAlive();
    }

    /** A few bytes that unfold to many: one long field in the table, named again and again. */
    @Test
    void aBombOfHpackEndsTheConnection() {
        RawClient client = post("/", "x");
        RawHttp2Server server = endpoint.accept().greet();
        int stream = server.request().stream();
        Block bomb = status("200").raw(0x40, 1, 'x', 0x7f, 0x81 + 0, 30);
        for (int i = 0; i < 127 + 1 + 30 * 128; i++) {
            bomb.raw('y');
        }
        for (int i = 0; i < 8000; i++) {
            bomb.raw(0xbe);
        }
        server.headers(stream, true, bomb);

        server.expectConnectionError(ErrorNumber.ENHANCE_YOUR_CALM);
        expectBadGateway(client, ApplicationFault.BAD_RESPONSE, "GOAWAY ENHANCE_YOUR_CALM");
    }

    @Test
    void aHeadInEndlessPiecesEndsTheConnection() {
        RawClient client = post("/", "x");
        RawHttp2Server server = endpoint.accept().greet();
        int stream = server.request().stream();
        server.frame(Frame.HEADERS, 0, stream, status("200").bytes());
        for (int i = 0; i < 65; i++) {
            server.frame(Frame.CONTINUATION, 0, stream, new byte[0]);
        }
        server.expectConnectionError(ErrorNumber.ENHANCE_YOUR_CALM);
        expectBadGateway(client, ApplicationFault.BAD_RESPONSE, "CONTINUATION");
    }
}
