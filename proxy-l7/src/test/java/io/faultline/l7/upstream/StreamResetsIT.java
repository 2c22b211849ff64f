package io.faultline.l7.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.core.fault.ApplicationFault;
import io.faultline.l7.Http2Peer;
import io.faultline.l7.http2.frame.ErrorCode;
import io.faultline.l7.http2.frame.FrameType;
import io.faultline.l7.http2.rfc9113.ErrorNumber;
import io.faultline.l7.http2.rfc9113.Frame;
import io.faultline.testkit.net.RawClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** RST_STREAM of either side, and what the other one hears of it (RFC 9113 5.4.2, 7, 8.1, 8.7). */
class StreamResetsIT extends HostileEndpoint {

    private static int begun(RawHttp2Server server) {
        return server.greet().request().stream();
    }

    @ParameterizedTest
    @CsvSource({
        "CANCEL, CANCEL",
        "ENHANCE_YOUR_CALM, ENHANCE_YOUR_CALM",
        "INTERNAL_ERROR, INTERNAL_ERROR",
        // what our connection with the endpoint is accused of is none of the client's making
        "PROTOCOL_ERROR, INTERNAL_ERROR",
        "FLOW_CONTROL_ERROR, INTERNAL_ERROR",
        "STREAM_CLOSED, INTERNAL_ERROR",
        "HTTP_1_1_REQUIRED, INTERNAL_ERROR",
        // half an answer is not a whole one, and was not left undone either
        "NO_ERROR, INTERNAL_ERROR",
        "REFUSED_STREAM, INTERNAL_ERROR",
        "UNKNOWN, INTERNAL_ERROR",
    })
    void aResetInsideTheAnswerReachesTheClient(ErrorNumber sent, ErrorCode told) {
        Http2Peer client = http2Client().get(1, "/");
        RawHttp2Server server = endpoint.accept();
        int stream = begun(server);
        server.head(stream, false, "200").data(stream, false, "half");
        client.await(FrameType.DATA, 1);
        server.reset(stream, sent == ErrorNumber.UNKNOWN ? 0x1234 : sent.ordinal());

        assertThat(client.awaitReset(1)).isEqualTo(told);
        String seen = sent == ErrorNumber.UNKNOWN ? "0x1234" : sent.name();
        expectFault(ApplicationFault.RESPONSE_INCOMPLETE, "RST_STREAM " + seen, "received=4");
        client.get(3, "/again");
        server.answer(server.request().stream(), "well");
        assertThat(client.awaitStatus(3)).as("the connections serve on").isEqualTo("200");
    }

    @ParameterizedTest
    @EnumSource(
            value = ErrorNumber.class,
            names = {"NO_ERROR", "CANCEL", "INTERNAL_ERROR", "ENHANCE_YOUR_CALM"})
    void aResetBeforeTheAnswerIsOneOfOurs(ErrorNumber code) {
        RawClient client = post("/", "x");
        RawHttp2Server server = endpoint.accept();
        server.reset(begun(server), code);

        expectBadGateway(client, ApplicationFault.STREAM_RESET, "RST_STREAM " + code.name());
    }

    @Test
    void anEndpointThatWantsHttp1IsToldApart() {
        RawClient client = post("/", "x");
        RawHttp2Server server = endpoint.accept();
        server.reset(begun(server), ErrorNumber.HTTP_1_1_REQUIRED);

        expectBadGateway(client, ApplicationFault.STREAM_RESET, "HTTP_1_1_REQUIRED", "protocol h1");
    }

    @Test
    void aRefusedStreamIsAskedAgainWhateverItsMethod() {
        RawClient client = post("/", "once");
        RawHttp2Server server = endpoint.accept();
        server.reset(begun(server), ErrorNumber.REFUSED_STREAM);
        RawHttp2Server.Asked again = server.request();
        assertThat(again.head()).containsEntry(":method", "POST");
        assertThat(server.awaitBody(again.stream(), 4)).isEqualTo(4);
        server.answer(again.stream(), "done");

        expectAnswer(client, "done");
        expectFault(ApplicationFault.STREAM_REFUSED, "RST_STREAM REFUSED_STREAM");
    }

    /** RFC 9113 8.1: the answer is whole, only the rest of the request is not wanted. */
    @ParameterizedTest
    @EnumSource(
            value = ErrorNumber.class,
            names = {"NO_ERROR", "CANCEL", "INTERNAL_ERROR"})
    void aResetBehindAWholeAnswerTakesNothingOfIt(ErrorNumber code) {
        Http2Peer client = http2Client().request(1, false, "POST", "/", "content-length", "9");
        RawHttp2Server server = endpoint.accept();
        int stream = begun(server);
        server.answer(stream, "early").reset(stream, code);

        assertThat(client.awaitStatus(1)).isEqualTo("200");
        assertThat(client.body(1)).isEqualTo("early");
        assertThat(client.awaitReset(1)).isEqualTo(ErrorCode.NO_ERROR);
        server.expectAlive();
        assertThat(bench().server.faults().total()).isZero();
    }

    @ParameterizedTest
    @EnumSource(
            value = ErrorNumber.class,
            names = {"NO_ERROR", "CANCEL", "INTERNAL_ERROR"})
    void aWholeAnswerThatItsClientHasNotTakenYetOutlivesTheReset(ErrorNumber code) {
        Http2Peer client =
                http2Client(INITIAL_WINDOW_SIZE, 0).request(1, false, "POST", "/", "x-a", "b");
        RawHttp2Server server = endpoint.accept();
        int stream = begun(server);
        server.head(stream, false, "200").data(stream, false, "a".repeat(10_000));
        server.data(stream, true, "b".repeat(10_000)).reset(stream, code);
        assertThat(client.awaitStatus(1)).isEqualTo("200");
        server.expectAlive();
        client.open(1, 100_000);

        assertThat(client.body(1)).hasSize(20_000).endsWith("b");
        assertThat(bench().server.faults().total()).isZero();
    }

    @Test
    void aClientThatGivesUpGivesUpTheEndpointsStream() {
        Http2Peer client = http2Client().get(1, "/one").get(3, "/two");
        RawHttp2Server server = endpoint.accept();
        int one = begun(server);
        int two = server.request().stream();
        client.reset(1);

        assertThat(server.awaitReset(one)).isEqualTo(ErrorNumber.CANCEL);
        server.answer(two, "other");
        assertThat(client.awaitStatus(3)).isEqualTo("200");
    }

    @Test
    void aClientThatGivesUpInsideTheAnswerDoesSoToo() {
        Http2Peer client = http2Client().get(1, "/");
        RawHttp2Server server = endpoint.accept();
        int stream = begun(server);
        server.head(stream, false, "200").data(stream, false, "half");
        client.await(FrameType.DATA, 1);
        client.reset(1);

        assertThat(server.awaitReset(stream)).isEqualTo(ErrorNumber.CANCEL);
        server.data(stream, true, "late: it was on its way").expectAlive();
    }

    /** gRPC: the status stands in a head that ends the stream, and nothing is added to it. */
    @Test
    void anAnswerOfTrailersOnlyGetsNoLength() {
        Http2Peer client = http2Client().get(1, "/");
        RawHttp2Server server = endpoint.accept();
        server.head(begun(server), true, "200", "grpc-status", "5");
        Http2Peer.Frame head = client.await(FrameType.HEADERS, 1);

        assertThat(head.endsStream()).isTrue();
        assertThat(client.lastHead()).containsEntry("grpc-status", "5");
        assertThat(client.lastHead()).doesNotContainKey("content-length");
    }

    @Test
    void theLengthThatAnEndpointSaysItselfStays() {
        Http2Peer client = http2Client().get(1, "/");
        RawHttp2Server server = endpoint.accept();
        server.head(begun(server), true, "200", "content-length", "0");

        client.await(FrameType.HEADERS, 1);
        assertThat(client.lastHead()).containsEntry("content-length", "0");
    }

    /** A client of HTTP/1 has to be told where such an answer ends. */
    @Test
    void towardsHttp1AnAnswerWithoutABodySaysSo() {
        RawClient client = get("/");
        RawHttp2Server server = endpoint.accept();
        server.head(begun(server), true, "200");

        assertThat(answer(client)).contains("content-length: 0\r\n");
        server.frame(Frame.PING, 0, 0, new byte[8]).await(Frame.PING, 0);
    }
}
