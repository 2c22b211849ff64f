package io.faultline.l7.http2.rfc9113;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * RFC 9113 8.1: an answer may be whole before its request is. What is missing may still come and is held to
 * the same rules; whoever neither ends the request nor stops is told that no more of it is wanted.
 */
class EarlyAnswersIT extends Rfc9113 {

    /** The proxy answers this by itself, without waiting for anything. */
    private static final String AT_ONCE = "/own";

    private static final int FIRST_WINDOW = 65_535;

    private RawHttp2Client answered(Block request) {
        var client = greeted();
        var answer = client.headers(1, false, request).answer(1);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("own");
        return client;
    }

    private RawHttp2Client answered() {
        return answered(Block.request("POST", AT_ONCE));
    }

    @Test
    void theRequestMayEndByItself() {
        var client = answered();
        client.data(1, false, "what was ");
        client.data(1, true, "on its way");
        client.expectIgnored(3);
    }

    @Test
    void theRequestMayEndWithTrailers() {
        var client = answered();
        client.data(1, false, "x");
        client.headers(1, true, new Block().with("x-sum", "1"));
        client.expectIgnored(3);
    }

    /** 8.1: a server MAY request that the client abort, with NO_ERROR behind the whole answer. */
    @Test
    void whoDoesNotEndItIsToldThatNoMoreIsWanted() {
        var client = answered();
        assertThat(client.awaitReset(1)).isEqualTo(ErrorNumber.NO_ERROR);
        client.data(1, true, "late");
        client.expectIgnored(3);
    }

    @Test
    void whoSendsOnIsToldSoBeforeItsWindowIsShut() {
        var client = answered();
        for (int sent = 0; sent < FIRST_WINDOW - 16_384; sent += 16_384) {
            client.frame(Frame.DATA, 0, 1, new byte[16_384]);
        }
        List<Frame> seen = client.expectAlive();
        assertThat(seen)
                .filteredOn(frame -> frame.type() == Frame.RST_STREAM)
                .singleElement()
                .satisfies(reset -> assertThat(reset.error()).isEqualTo(ErrorNumber.NO_ERROR));
        assertThat(seen).noneMatch(f -> f.type() == Frame.WINDOW_UPDATE && f.stream() == 1);
        client.expectIgnored(3);
    }

    /** What is thrown away gives the connection its window back: others need it. */
    @Test
    void whatIsThrownAwayHoldsUpNobodyElse() {
        var client = greeted();
        int stream = 1;
        for (int sent = 0; sent < 3_000_000; sent += 16_384, stream += 2) {
            client.headers(stream, false, Block.request("POST", AT_ONCE)).answer(stream);
            client.frame(Frame.DATA, Frame.END_STREAM, stream, new byte[16_384]);
        }
        client.expectIgnored(stream);
        assertThat(client.connectionWindow()).isGreaterThan(3_000_000);
    }

    // ---- the rules hold behind the answer too

    @ParameterizedTest
    @ValueSource(strings = {"3", "5"})
    void anotherLengthThanSaidIsAnError(String said) {
        var client = answered(Block.request("POST", AT_ONCE).with("content-length", said));
        client.data(1, false, "ab");
        client.data(1, true, "cd");
        client.expectStreamError(1, ErrorNumber.PROTOCOL_ERROR);
    }

    @Test
    void aSecondHeadIsAnError() {
        var client = answered();
        client.headers(1, false, Block.request("POST", AT_ONCE));
        client.expectStreamError(1, ErrorNumber.PROTOCOL_ERROR);
    }

    @Test
    void trailersHaveNoPseudoHeaderFields() {
        var client = answered();
        client.headers(1, true, new Block().with(":method", "POST"));
        client.expectStreamError(1, ErrorNumber.PROTOCOL_ERROR);
    }

    @Test
    void aWindowAboveTheMostIsAnError() {
        var client = answered();
        client.windowUpdate(1, Integer.MAX_VALUE).windowUpdate(1, Integer.MAX_VALUE);
        client.expectStreamError(1, ErrorNumber.FLOW_CONTROL_ERROR);
    }

    /** 5.1: what the client has reset is closed for good. */
    @ParameterizedTest
    @ValueSource(ints = {Frame.DATA, Frame.HEADERS})
    void nothingComesBehindAResetOfTheClient(int type) {
        var client = answered().reset(1, 8);
        client.frame(type, Frame.END_HEADERS | Frame.END_STREAM, 1, Block.get("/").bytes());
        client.expectConnectionError(ErrorNumber.STREAM_CLOSED);
    }

    /** 5.1.2: such streams are open, and count. */
    @Test
    void theyCountAsOpen() {
        var client = greeted();
        for (int stream = 1; stream < 200; stream += 2) {
            client.headers(stream, false, Block.request("POST", AT_ONCE));
        }
        client.headers(201, true, Block.get(AT_ONCE));
        assertThat(client.awaitReset(201)).isEqualTo(ErrorNumber.REFUSED_STREAM);
        client.data(1, true, "");
        client.expectIgnored(203);
    }
}
