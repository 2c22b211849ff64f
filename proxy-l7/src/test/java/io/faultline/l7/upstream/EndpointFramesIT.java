package io.faultline.l7.upstream;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.core.fault.ApplicationFault;
import io.faultline.core.fault.TransportFault;
import io.faultline.l7.http2.rfc9113.Block;
import io.faultline.l7.http2.rfc9113.ErrorNumber;
import io.faultline.l7.http2.rfc9113.Frame;
import io.faultline.testkit.Eventually;
import io.faultline.testkit.net.Ending;
import io.faultline.testkit.net.RawClient;
import io.faultline.testkit.net.Received;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Frames of an endpoint that break RFC 9113. What breaks the connection is told the endpoint in a GOAWAY, costs all that
 * was under way on it, and the next request goes to another one.
 */
class EndpointFramesIT extends HostileEndpoint {

    private static Arguments breaks(
            String what, ErrorNumber code, String rule, BiConsumer<RawHttp2Server, Integer> how) {
        return Arguments.of(Named.of(what, how), code, rule);
    }

    private static byte[] wide(int length) {
        return new byte[length];
    }

    static Stream<Arguments> connectionErrors() {
        return Stream.of(
                breaks(
                        "DATA on stream 0",
                        ErrorNumber.PROTOCOL_ERROR,
                        "RFC 9113 6",
                        (server, stream) -> server.data(0, false, "x")),
                breaks(
                        "DATA on an idle stream",
                        ErrorNumber.PROTOCOL_ERROR,
                        "idle stream",
                        (server, stream) -> server.data(99, false, "x")),
                breaks(
                        "HEADERS on an idle stream",
                        ErrorNumber.PROTOCOL_ERROR,
                        "RFC 9113 5.1.1",
                        (server, stream) -> server.head(99, true, "200")),
                breaks(
                        "HEADERS on a stream that only a server could open",
                        ErrorNumber.PROTOCOL_ERROR,
                        "RFC 9113 5.1.1",
                        (server, stream) -> server.head(2, true, "200")),
                breaks(
                        "RST_STREAM on an idle stream",
                        ErrorNumber.PROTOCOL_ERROR,
                        "RFC 9113 6.4",
                        (server, stream) -> server.reset(99, ErrorNumber.CANCEL)),
                breaks(
                        "WINDOW_UPDATE on an idle stream",
                        ErrorNumber.PROTOCOL_ERROR,
                        "idle stream",
                        (server, stream) -> server.windowUpdate(99, 1)),
                breaks(
                        "WINDOW_UPDATE of 0 on the connection",
                        ErrorNumber.PROTOCOL_ERROR,
                        "RFC 9113 6.9",
                        (server, stream) -> server.windowUpdate(0, 0)),
                breaks(
                        "a window of the connection above 2^31-1",
                        ErrorNumber.FLOW_CONTROL_ERROR,
                        "RFC 9113 6.9.1",
                        (server, stream) -> server.windowUpdate(0, Integer.MAX_VALUE)),
                breaks(
                        "PUSH_PROMISE",
                        ErrorNumber.PROTOCOL_ERROR,
                        "RFC 9113 8.4",
                        (server, stream) ->
                                server.frame(
                                        Frame.PUSH_PROMISE,
                                        Frame.END_HEADERS,
                                        stream,
                                        RawHttp2Server.concat(
                                                RawHttp2Server.int32(2),
                                                Block.get("/pushed").bytes()))),
                breaks(
                        "a frame larger than we allow",
                        ErrorNumber.FRAME_SIZE_ERROR,
                        "RFC 9113 4.2",
                        (server, stream) -> server.data(stream, false, wide(16_385))),
                breaks(
                        "a PING of another size",
                        ErrorNumber.FRAME_SIZE_ERROR,
                        "RFC 9113",
                        (server, stream) -> server.frame(Frame.PING, 0, 0, wide(7))),
                breaks(
                        "SETTINGS on a stream",
                        ErrorNumber.PROTOCOL_ERROR,
                        "RFC 9113 6",
                        (server, stream) -> server.frame(Frame.SETTINGS, 0, stream)),
                breaks(
                        "SETTINGS cut short",
                        ErrorNumber.FRAME_SIZE_ERROR,
                        "RFC 9113 6.5",
                        (server, stream) -> server.frame(Frame.SETTINGS, 0, 0, wide(5))),
                breaks(
                        "an acknowledgement with settings",
                        ErrorNumber.FRAME_SIZE_ERROR,
                        "RFC 9113 6.5",
                        (server, stream) -> server.frame(Frame.SETTINGS, Frame.ACK, 0, wide(6))),
                breaks(
                        "pushes switched on",
                        ErrorNumber.PROTOCOL_ERROR,
                        "setting 2 may not be 1",
                        (server, stream) -> server.settings(ENABLE_PUSH, 1)),
                breaks(
                        "a window of streams above 2^31-1",
                        ErrorNumber.FLOW_CONTROL_ERROR,
                        "setting 4",
                        (server, stream) -> server.settings(INITIAL_WINDOW_SIZE, -1)),
                breaks(
                        "frames below 16 KiB",
                        ErrorNumber.PROTOCOL_ERROR,
                        "setting 5",
                        (server, stream) -> server.settings(MAX_FRAME_SIZE, 16_383)),
                breaks(
                        "frames above 16 MiB",
                        ErrorNumber.PROTOCOL_ERROR,
                        "setting 5",
                        (server, stream) -> server.settings(MAX_FRAME_SIZE, 1 << 24)),
                breaks(
                        "settings that open a window too far",
                        ErrorNumber.FLOW_CONTROL_ERROR,
                        "RFC 9113 6.9.2",
                        (server, stream) ->
                                server.windowUpdate(stream, 1 << 30)
                                        .settings(INITIAL_WINDOW_SIZE, Integer.MAX_VALUE)),
                breaks(
                        "another frame inside a header block",
                        ErrorNumber.PROTOCOL_ERROR,
                        "RFC 9113 6.2",
                        (server, stream) ->
                                server.frame(
                                                Frame.HEADERS,
                                                0,
                                                stream,
                                                new Block().with(":status", "200").bytes())
                                        .frame(Frame.PING, 0, 0, wide(8))),
                breaks(
                        "a block that goes on on another stream",
                        ErrorNumber.PROTOCOL_ERROR,
                        "RFC 9113 6.2",
                        (server, stream) ->
                                server.frame(
                                                Frame.HEADERS,
                                                0,
                                                stream,
                                                new Block().with(":status", "200").bytes())
                                        .frame(
                                                Frame.CONTINUATION,
                                                Frame.END_HEADERS,
                                                stream + 2,
                                                new Block().with("a", "b").bytes())),
                breaks(
                        "CONTINUATION without a block",
                        ErrorNumber.PROTOCOL_ERROR,
                        "RFC 9113 6.10",
                        (server, stream) ->
                                server.frame(
                                        Frame.CONTINUATION,
                                        Frame.END_HEADERS,
                                        stream,
                                        new Block().with("a", "b").bytes())),
                breaks(
                        "a block that is no HPACK",
                        ErrorNumber.COMPRESSION_ERROR,
                        "RFC 7541",
                        (server, stream) ->
                                server.headers(stream, true, new Block().raw(0xff, 0xff, 0x7f))),
                breaks(
                        "padding longer than its frame",
                        ErrorNumber.PROTOCOL_ERROR,
                        "RFC 9113 6.1",
                        (server, stream) ->
                                server.head(stream, false, "200")
                                        .frame(Frame.DATA, Frame.PADDED, stream, new byte[] {9})),
                breaks(
                        "a GOAWAY on a stream",
                        ErrorNumber.PROTOCOL_ERROR,
                        "RFC 9113 6",
                        (server, stream) -> server.frame(Frame.GOAWAY, 0, stream, wide(8))));
    }

    @ParameterizedTest
    @MethodSource("connectionErrors")
    void whatBreaksTheConnectionEndsIt(
            BiConsumer<RawHttp2Server, Integer> how, ErrorNumber code, String rule) {
        RawClient client = post("/", "x");
        RawHttp2Server server = endpoint.accept().greet();
        int stream = server.request().stream();
        how.accept(server, stream);

        server.expectConnectionError(code);
        Received received = client.readToEnd();
        assertThat(received.ending() == Ending.RESET || text(received).startsWith("HTTP/1.1 502 "))
                .as("%s", received)
                .isTrue();
        expectFault(ApplicationFault.BAD_RESPONSE, rule, "GOAWAY " + code);
        RawClient next = post("/next", "y");
        RawHttp2Server other = endpoint.accept().greet();
        other.answer(other.request().stream(), "well");
        expectAnswer(next, "well");
    }

    private static String text(Received received) {
        return new String(received.bytes(), ISO_8859_1);
    }

    // ---- the hello

    @Test
    void whoDoesNotBeginWithSettingsDoesNotSpeakHttp2() {
        RawClient client = post("/", "x");
        RawHttp2Server server = endpoint.accept();
        server.frame(Frame.PING, 0, 0, wide(8));

        server.expectConnectionError(ErrorNumber.PROTOCOL_ERROR);
        expectBadGateway(client, ApplicationFault.BAD_RESPONSE, "RFC 9113 3.4");
    }

    @Test
    void anAcknowledgementIsNoHello() {
        RawClient client = post("/", "x");
        RawHttp2Server server = endpoint.accept();
        server.frame(Frame.SETTINGS, Frame.ACK, 0);

        server.expectConnectionError(ErrorNumber.PROTOCOL_ERROR);
        expectBadGateway(client, ApplicationFault.BAD_RESPONSE, "RFC 9113 3.4");
    }

    @Test
    void anAnswerOfHttp1IsQuoted() {
        RawClient client = post("/", "x");
        RawHttp2Server server = endpoint.accept();
        server.send("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n".getBytes(ISO_8859_1));

        server.expectEnd();
        expectBadGateway(
                client, ApplicationFault.BAD_RESPONSE, "HTTP/1.1 400 Bad Request", "protocol h1");
    }

    @Test
    void somethingElseThanHttpIsNamedByTheRule() {
        RawClient client = post("/", "x");
        RawHttp2Server server = endpoint.accept();
        server.send("220 mail.example ESMTP\r\n".getBytes(ISO_8859_1));

        server.expectConnectionError(ErrorNumber.PROTOCOL_ERROR);
        expectBadGateway(client, ApplicationFault.BAD_RESPONSE, "RFC 9113 3.4");
    }

    @Test
    void weSayFirstThatNothingMayBePushed() {
        RawClient client = get("/");
        RawHttp2Server server = endpoint.accept();
        assertThat(server.proxySetting(ENABLE_PUSH)).isZero();
        assertThat(server.proxySetting(MAX_CONCURRENT_STREAMS)).isEqualTo(-1);
        server.greet().answer(server.request().stream(), "well");
        expectAnswer(client, "well");
    }

    // ---- what is late or unknown is no error

    @Test
    void whatWasOnItsWayBehindOurResetIsThrownAway() {
        RawClient gone = get("/slow");
        RawHttp2Server server = endpoint.accept().greet();
        int stream = server.request().stream();
        gone.reset();
        assertThat(server.awaitReset(stream)).isEqualTo(ErrorNumber.CANCEL);
        server.head(stream, false, "200", "x-late", "1")
                .data(stream, false, "late")
                .windowUpdate(stream, 10)
                .reset(stream, ErrorNumber.CANCEL);

        server.expectAlive();
        RawClient next = get("/");
        server.answer(server.request().stream(), "in step");
        expectAnswer(next, "in step");
        endpoint.expectNoOther();
    }

    @Test
    void dataOnAStreamThatEndedIsAnError() {
        RawClient client = get("/");
        RawHttp2Server server = endpoint.accept().greet();
        int stream = server.request().stream();
        server.answer(stream, "whole");
        expectAnswer(client, "whole");
        server.data(stream, false, "more");

        server.expectConnectionError(ErrorNumber.STREAM_CLOSED);
        RawClient next = get("/");
        RawHttp2Server other = endpoint.accept().greet();
        other.answer(other.request().stream(), "well");
        expectAnswer(next, "well");
    }

    @Test
    void framesOfUnknownTypesAndPrioritiesAreSkipped() {
        RawClient client = get("/");
        RawHttp2Server server = endpoint.accept().greet();
        int stream = server.request().stream();
        server.frame(0xbe, 0xff, stream, wide(100))
                .frame(0xef, 0, 0, wide(3))
                .frame(Frame.PRIORITY, 0, stream, RawHttp2Server.concat(wide(4), new byte[] {1}))
                .settings(0xabcd, 5)
                .answer(stream, "well");
        expectAnswer(client, "well");
    }

    // ---- the end, at any moment

    @Test
    void aConnectionThatEndsBeforeItsHelloIsClosedEarly() {
        RawClient client = post("/", "x");
        endpoint.accept().close();
        assertThat(answer(client)).startsWith("HTTP/1.1 502 ");
        assertThat(bench().server.faults().recent())
                .extracting(recent -> recent.fault().code())
                .isSubsetOf(TransportFault.CLOSED_EARLY, TransportFault.RESET);
    }

    @Test
    void aFinInsideAFrameHeaderIsAnEndLikeAnyOther() {
        RawClient client = post("/", "x");
        RawHttp2Server server = endpoint.accept().greet();
        server.request();
        server.send(new byte[] {0, 0, 4}).finish();
        expectBadGateway(client, TransportFault.CLOSED_EARLY, "FIN");
    }

    @Test
    void aFinInsideTheAnswerCutsIt() {
        RawClient client = get("/");
        RawHttp2Server server = endpoint.accept().greet();
        server.head(server.request().stream(), false, "200").data(1, false, "half").finish();
        expectCut(client);
        expectFault(ApplicationFault.RESPONSE_INCOMPLETE, "received=4");
    }

    @Test
    void aResetConnectionCostsAllThatWasUnderWay() {
        RawClient one = post("/one", "x");
        RawHttp2Server server = endpoint.accept().greet();
        server.request();
        RawClient two = post("/two", "y");
        server.request();
        server.abort();

        expectBadGateway(one, TransportFault.RESET, "ECONNRESET");
        assertThat(answer(two)).startsWith("HTTP/1.1 502 ");
        Eventually.until("both", () -> bench().seen(TransportFault.RESET).size() == 2);
    }

    @Test
    void aConnectionThatDiedWhileItWaitedIsNobodysFailure() {
        RawClient client = get("/");
        RawHttp2Server server = endpoint.accept().greet();
        server.answer(server.request().stream(), "one");
        expectAnswer(client, "one");
        server.close();
        RawClient next = post("/", "x");
        RawHttp2Server other = endpoint.accept().greet();
        other.answer(other.request().stream(), "two");
        expectAnswer(next, "two");
    }
}
