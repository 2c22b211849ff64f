package io.faultline.l7.http2.rfc9113;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9113 8.1: how messages lie in frames, what follows them, and how long they say they are. */
class MessagesIT extends Rfc9113 {

    private static final int PRIORITY_UPDATE = 0x10; // RFC 9218 7.1

    private static Block post() {
        return Block.request("POST", "/post");
    }

    // ---- 8.1 framing

    @Test
    void aRequestWithoutContentIsHeadersAlone() {
        var answer = greeted().get(1, "/a?b=c");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(BODY);
        assertThat(origin.requests().getLast())
                .startsWith("GET /a?b=c HTTP/1.1\r\nhost: shop.example\r\n");
    }

    @Test
    void aRequestMayEndWithAnEmptyFrame() {
        var client = greeted();
        client.headers(1, false, Block.get("/"));
        client.data(1, true, "");
        assertThat(client.answer(1).status()).isEqualTo(200);
    }

    @Test
    void contentIsWhatAllDataFramesHold() {
        var client = greeted();
        client.headers(1, false, post().with("content-length", "11"));
        client.data(1, false, "hello")
                .data(1, false, "")
                .data(1, false, " ")
                .data(1, true, "world");
        assertThat(client.answer(1).status()).isEqualTo(200);
        assertThat(lastBody()).isEqualTo("hello world");
    }

    @Test
    void contentOfUnknownLengthArrives() {
        var client = greeted();
        client.headers(1, false, post());
        client.data(1, false, "hello").data(1, true, " world");
        assertThat(client.answer(1).status()).isEqualTo(200);
        assertThat(unchunked(lastBody())).isEqualTo("hello world");
    }

    @Test
    void trailersArriveBehindTheContent() {
        var client = greeted();
        client.headers(1, false, post().with("trailer", "x-sum").with("te", "trailers"));
        client.data(1, false, "hello");
        client.headers(1, true, new Block().with("x-sum", "42"));
        assertThat(client.answer(1).status()).isEqualTo(200);
        assertThat(lastBody()).endsWith("0\r\nx-sum: 42\r\n\r\n");
    }

    /** 8.1: HEADERS behind the head without END_STREAM make the message malformed. */
    @Test
    void trailersThatDoNotEndTheStreamAreAnError() {
        var client = greeted();
        client.headers(1, false, post());
        client.data(1, false, "hello");
        client.headers(1, false, new Block().with("x-sum", "42"));
        client.expectStreamError(1, ErrorNumber.PROTOCOL_ERROR);
    }

    @Test
    void aSecondHeadIsAnError() {
        var client = greeted();
        client.headers(1, false, post());
        client.headers(1, false, post());
        client.expectStreamError(1, ErrorNumber.PROTOCOL_ERROR);
    }

    /** 8.1: trailers MUST NOT include pseudo-header fields. */
    @ParameterizedTest
    @ValueSource(strings = {":method", ":path", ":status", ":authority", ":unknown"})
    void trailersHaveNoPseudoHeaderFields(String name) {
        var client = greeted();
        client.headers(1, false, post());
        client.data(1, false, "hello");
        client.headers(1, true, new Block().with(name, "x"));
        client.expectStreamError(1, ErrorNumber.PROTOCOL_ERROR);
    }

    @Test
    void trailersKeepToTheRulesOfFields() {
        var client = greeted();
        client.headers(1, false, post());
        client.headers(1, true, new Block().with("X-Sum", "42"));
        client.expectStreamError(1, ErrorNumber.PROTOCOL_ERROR);
    }

    // ---- answers

    @Test
    void anAnswerToHeadHasALengthAndNoContent() {
        var client = greeted();
        var answer = client.headers(1, true, Block.request("HEAD", "/")).answer(1);
        assertThat(answer.head()).containsEntry("content-length", "1234");
        assertThat(answer.body()).isEmpty();
    }

    @Test
    void anAnswerWithoutContentEndsWithItsHead() {
        var client = greeted();
        client.headers(1, true, Block.get("/no-content"));
        Frame head = client.await(Frame.HEADERS, 1);
        assertThat(head.has(Frame.END_STREAM)).isTrue();
        assertThat(client.decode(head))
                .containsEntry(":status", "204")
                .doesNotContainKey("content-length");
    }

    /** 8.6: HTTP/2 has no 101, and whoever sends one unasked gets none through. */
    @Test
    void anAnswerNeverSwitchesProtocols() {
        var answer = greeted().get(1, "/switches");
        assertThat(answer.interim()).isEmpty();
        assertThat(answer.status()).isEqualTo(502);
    }

    /** RFC 9110 15.4.5: its length is that of what was not sent. */
    @Test
    void notModifiedHasNoContent() {
        var client = greeted();
        client.headers(1, true, Block.get("/not-modified"));
        Frame head = client.await(Frame.HEADERS, 1);
        assertThat(head.has(Frame.END_STREAM)).isTrue();
        assertThat(client.decode(head)).containsEntry(":status", "304").containsKey("etag");
    }

    /** RFC 9218: we keep no priorities, but tell both sides what the other one has said. */
    @Test
    void prioritiesArePassedOn() {
        int noRfc7540Priorities = 9;
        var client = greeted(noRfc7540Priorities, 1);
        byte[] update = RawHttp2Client.concat(RawHttp2Client.int32(1), "u=0".getBytes(US_ASCII));
        client.frame(PRIORITY_UPDATE, 0, 0, update); // may come before its stream
        client.headers(1, true, Block.get("/priority").with("priority", "u=5, i"));
        client.frame(PRIORITY_UPDATE, 0, 0, update);
        assertThat(client.answer(1).head()).containsEntry("priority", "u=1");
        assertThat(origin.requests().getLast()).containsIgnoringCase("\r\npriority: u=5, i\r\n");
        client.frame(PRIORITY_UPDATE, 0, 0, update); // and behind its end
        client.expectIgnored(3);
    }

    @Test
    void interimAnswersComeFirst() {
        var answer = greeted().get(1, "/interim");
        assertThat(answer.interim()).hasSize(1);
        assertThat(answer.interim().getFirst())
                .containsEntry(":status", "103")
                .containsEntry("link", "</a.css>");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(BODY);
    }

    @Test
    void trailersOfAnAnswerComeBehindItsContent() {
        var answer = greeted().get(1, "/trailers");
        assertThat(answer.body()).isEqualTo("abc");
        assertThat(answer.trailers()).containsEntry("x-sum", "6");
    }

    /** 8.2.2: an intermediary MUST remove what is about the HTTP/1 connection behind it. */
    @Test
    void fieldsAboutTheConnectionBehindUsAreRemoved() {
        var answer = greeted().get(1, "/hop-by-hop");
        assertThat(answer.head())
                .containsEntry("x-end", "2")
                .doesNotContainKeys(
                        "connection",
                        "keep-alive",
                        "proxy-connection",
                        "transfer-encoding",
                        "x-hop");
        assertThat(greeted().get(1, "/trailers").head()).doesNotContainKey("transfer-encoding");
    }

    @Test
    void namesOfAnswersAreInLowerCase() {
        assertThat(greeted().get(1, "/interim").head().keySet())
                .allMatch(name -> name.equals(name.toLowerCase(java.util.Locale.ROOT)))
                .contains("content-length");
    }

    // ---- 8.1.1: content-length is the sum of all DATA

    @ParameterizedTest
    @CsvSource({
        "5, hell, 0",
        "5, hello!, 0",
        "5, '', 0",
        "10, hello, 1",
        "4, hello, 1",
        "1000000, x, 0"
    })
    void contentOfAnotherLengthThanSaidIsAnError(int said, String content, int inTwoFrames) {
        var client = greeted();
        client.headers(
                1, false, Block.request("POST", "/length").with("content-length", "" + said));
        if (inTwoFrames == 1) {
            client.data(1, false, content.substring(0, 2));
            client.data(1, true, content.substring(2));
        } else {
            client.data(1, true, content);
        }
        client.expectStreamError(1, ErrorNumber.PROTOCOL_ERROR);
    }

    /** The request may have been answered before its content comes; that goes nowhere either way. */
    @Test
    void contentBehindALengthOfNothingReachesNoOrigin() {
        var client = greeted();
        client.headers(1, false, Block.request("POST", "/none").with("content-length", "0"));
        client.data(1, true, "GET /smuggled HTTP/1.1\r\nhost: x\r\n\r\n");
        client.expectStreamError(1, ErrorNumber.PROTOCOL_ERROR, ErrorNumber.NO_ERROR);
        assertThat(client.get(3, "/").status()).isEqualTo(200);
        assertThat(origin.requests()).noneMatch(request -> request.contains("smuggled"));
    }

    @Test
    void aLengthWithoutContentIsAnError() {
        var client = greeted();
        client.headers(1, true, post().with("content-length", "5"));
        client.expectStreamError(1, ErrorNumber.PROTOCOL_ERROR);
    }

    @Test
    void aLengthOfNothingWithoutContentIsRight() {
        var client = greeted();
        client.headers(1, true, post().with("content-length", "0"));
        assertThat(client.answer(1).status()).isEqualTo(200);
    }

    @Test
    void tooLittleContentBeforeTrailersIsAnError() {
        var client = greeted();
        client.headers(1, false, post().with("content-length", "5"));
        client.data(1, false, "hell");
        client.headers(1, true, new Block().with("x-sum", "42"));
        client.expectStreamError(1, ErrorNumber.PROTOCOL_ERROR);
    }

    /** 8.1.1: padding is no content. */
    @Test
    void paddingDoesNotMakeContentLonger() {
        var client = greeted();
        client.headers(1, false, post().with("content-length", "1"));
        client.frame(
                Frame.DATA,
                Frame.PADDED | Frame.END_STREAM,
                1,
                (byte) 3,
                (byte) 'x',
                (byte) 0,
                (byte) 0,
                (byte) 0);
        assertThat(client.answer(1).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"+5", "-5", "5 ", "0x5", "5,5", "5, 5", "five", "", "99999999999999999999"})
    void aLengthThatIsNoNumberIsAnError(String length) {
        var client = greeted();
        int before = origin.requests().size();
        client.headers(1, false, Block.request("POST", "/").with("content-length", length));
        client.data(1, true, "hello");
        client.expectStreamError(1, ErrorNumber.PROTOCOL_ERROR);
        assertThat(origin.requests()).hasSize(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"5", "6"})
    void twoLengthsAreAnError(String second) {
        var client = greeted();
        client.headers(1, false, post().with("content-length", "5").with("content-length", second));
        client.data(1, true, "hello");
        client.expectStreamError(1, ErrorNumber.PROTOCOL_ERROR);
    }

    // ---- 8.5 CONNECT

    /** We make no tunnels; whichever way that is said, the connection stays. */
    @Test
    void connectIsRefused() {
        var client = greeted();
        var block = new Block().with(":method", "CONNECT").with(":authority", "shop.example:443");
        int before = origin.requests().size();
        var answer = client.headers(1, false, block).answer(1);
        assertThat(answer.status()).isBetween(400, 599);
        assertThat(origin.requests()).hasSize(before);
        assertThat(client.get(3, "/").status()).isEqualTo(200);
    }

    /** 8.5: :scheme and :path MUST be omitted, :authority MUST be there. */
    @Test
    void connectWithAPathIsAnError() {
        var client = greeted().headers(1, true, Block.request("CONNECT", "/"));
        client.expectStreamError(1, ErrorNumber.PROTOCOL_ERROR);
    }

    @Test
    void connectWithoutAnAuthorityIsAnError() {
        var client = greeted().headers(1, true, new Block().with(":method", "CONNECT"));
        client.expectStreamError(1, ErrorNumber.PROTOCOL_ERROR);
    }

    // ---- 8.7: what is refused before it was processed can be sent again

    @Test
    void expectationsAreMet() {
        var client = greeted();
        client.headers(1, false, Block.request("POST", "/").with("expect", "100-continue"));
        client.data(1, true, "x");
        assertThat(client.answer(1).status()).isEqualTo(200);
    }
}
