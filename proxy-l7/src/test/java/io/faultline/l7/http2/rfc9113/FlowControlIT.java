package io.faultline.l7.http2.rfc9113;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9113 5.2, 6.9: nobody sends more than the other side has room for. */
class FlowControlIT extends Rfc9113 {

    private static final int MOST = Integer.MAX_VALUE;
    private static final int FIRST_WINDOW = 65_535;
    private static final int MOST_BUFFERED =
            1 << 20; // what the configuration gives when it says nothing

    // ---- 6.9 WINDOW_UPDATE

    @Test
    void aWindowOfTheConnectionThatOpensByNothingEndsIt() {
        var client = greeted().windowUpdate(0, 0);
        client.expectConnectionError(ErrorNumber.PROTOCOL_ERROR);
    }

    @Test
    void aWindowOfAStreamThatOpensByNothingIsAStreamError() {
        var client = greeted();
        client.headers(1, false, Block.request("POST", "/silent"));
        client.windowUpdate(1, 0);
        client.expectStreamError(1, ErrorNumber.PROTOCOL_ERROR);
    }

    @Test
    void aWindowOfAStreamThatHasEndedAndOpensByNothingEndsTheConnection() {
        var client = greeted();
        client.get(1, "/");
        client.windowUpdate(1, 0);
        client.expectConnectionError(ErrorNumber.PROTOCOL_ERROR);
    }

    /** 6.9: the reserved bit is none of the increment. */
    @Test
    void theReservedBitOfAnIncrementIsIgnored() {
        var client = greeted();
        client.windowUpdate(0, 1 | Integer.MIN_VALUE);
        client.expectIgnored(1);
        client.windowUpdate(0, Integer.MIN_VALUE); // 0
        client.expectConnectionError(ErrorNumber.PROTOCOL_ERROR);
    }

    // ---- 6.9.1: windows above 2^31 - 1

    @Test
    void aWindowOfTheConnectionAboveTheMostEndsIt() {
        var client = greeted();
        client.windowUpdate(0, MOST - FIRST_WINDOW);
        client.expectIgnored(1);
        client.windowUpdate(0, MOST);
        client.expectConnectionError(ErrorNumber.FLOW_CONTROL_ERROR);
    }

    @Test
    void aWindowOfAStreamAboveTheMostIsAStreamError() {
        var client = greeted();
        client.headers(1, false, Block.request("POST", "/silent"));
        client.windowUpdate(1, MOST - FIRST_WINDOW);
        client.expectAlive();
        client.windowUpdate(1, 1);
        client.expectStreamError(1, ErrorNumber.FLOW_CONTROL_ERROR);
    }

    /** 6.9.2: settings may do it, too; those are of the connection. */
    @Test
    void settingsThatOpenAWindowAboveTheMostEndTheConnection() {
        var client = greeted();
        client.headers(1, false, Block.request("POST", "/silent"));
        client.windowUpdate(1, MOST - FIRST_WINDOW);
        client.settings(INITIAL_WINDOW_SIZE, FIRST_WINDOW + 1);
        client.expectConnectionError(ErrorNumber.FLOW_CONTROL_ERROR);
    }

    // ---- 6.9.1: what we send

    @Test
    void weSendNoMoreThanTheStreamHasRoomFor() {
        var client = greeted(INITIAL_WINDOW_SIZE, 5);
        client.headers(1, true, Block.get("/bytes/12"));
        assertThat(client.await(Frame.DATA, 1).length()).isEqualTo(5);
        assertSilence(client, 1);
        client.windowUpdate(1, 3);
        assertThat(client.await(Frame.DATA, 1).length()).isEqualTo(3);
        client.windowUpdate(1, 100);
        Frame last = client.await(Frame.DATA, 1);
        assertThat(last.length()).isEqualTo(4);
        assertThat(last.has(Frame.END_STREAM)).isTrue();
    }

    @Test
    void weSendNoMoreThanTheConnectionHasRoomFor() {
        var client = greeted(INITIAL_WINDOW_SIZE, 1_000_000);
        client.headers(1, true, Block.get("/bytes/100000"));
        assertThat(received(client, 1, FIRST_WINDOW)).isEqualTo(FIRST_WINDOW);
        assertSilence(client, 1);
        client.headers(3, true, Block.get("/bytes/10"));
        assertSilence(client, 3);
        client.windowUpdate(0, 100_000);
        assertThat(received(client, 1, 100_000 - FIRST_WINDOW)).isEqualTo(100_000 - FIRST_WINDOW);
    }

    /** Neither DATA on this stream nor an end of it comes before a PING is answered. */
    private static void assertSilence(RawHttp2Client client, int stream) {
        assertThat(client.expectAlive())
                .noneMatch(frame -> frame.stream() == stream && frame.type() == Frame.DATA);
    }

    private static int received(RawHttp2Client client, int stream, int wanted) {
        int bytes = 0;
        while (bytes < wanted) {
            bytes += client.await(Frame.DATA, stream).length();
        }
        return bytes;
    }

    /** 6.9.1: frames without bytes, HEADERS and all others are not counted. */
    @Test
    void onlyBytesNeedAWindow() {
        var client = greeted(INITIAL_WINDOW_SIZE, 0);
        client.headers(1, true, Block.get("/bytes/0"));
        assertThat(client.answer(1).status()).isEqualTo(200);
        client.headers(3, true, Block.request("HEAD", "/"));
        assertThat(client.answer(3).status()).isEqualTo(200);
        client.headers(5, true, Block.get("/"));
        assertThat(client.decode(client.await(Frame.HEADERS, 5))).containsEntry(":status", "200");
        assertSilence(client, 5);
    }

    // ---- 6.9.2: the initial window of streams that are open

    @Test
    void aLargerInitialWindowOpensTheStreamsThatAreOpen() {
        var client = greeted(INITIAL_WINDOW_SIZE, 0);
        client.headers(1, true, Block.get("/bytes/3"));
        client.await(Frame.HEADERS, 1);
        assertSilence(client, 1);
        client.settings(INITIAL_WINDOW_SIZE, 1);
        assertThat(client.await(Frame.DATA, 1).length()).isEqualTo(1);
        client.settings(INITIAL_WINDOW_SIZE, 100);
        assertThat(client.await(Frame.DATA, 1).length()).isEqualTo(2);
    }

    @Test
    void aWindowMayBecomeNegative() {
        var client = greeted(INITIAL_WINDOW_SIZE, 3);
        client.headers(1, true, Block.get("/bytes/10"));
        assertThat(client.await(Frame.DATA, 1).length()).isEqualTo(3);
        client.settings(INITIAL_WINDOW_SIZE, 2); // -1
        assertSilence(client, 1);
        client.windowUpdate(1, 1); // 0
        assertSilence(client, 1);
        client.windowUpdate(1, 1);
        assertThat(client.await(Frame.DATA, 1).length()).isEqualTo(1);
    }

    /** 6.9.2: the window of the connection is changed by WINDOW_UPDATE alone. */
    @Test
    void theInitialWindowIsNotThatOfTheConnection() {
        var client = greeted(INITIAL_WINDOW_SIZE, 200_000);
        client.headers(1, true, Block.get("/bytes/100000"));
        received(client, 1, FIRST_WINDOW);
        client.settings(INITIAL_WINDOW_SIZE, 500_000);
        assertSilence(client, 1);
    }

    // ---- what we receive

    /** 6.9.1: more than the window we gave. Nobody takes these bytes, so it does not open again. */
    @Test
    void moreThanTheWindowOfTheStreamIsAnError() {
        var client = greeted();
        client.headers(1, false, Block.request("POST", "/void"));
        for (int sent = 0; sent <= FIRST_WINDOW + 1; sent += 1 << 14) {
            client.frame(Frame.DATA, 0, 1, new byte[1 << 14]);
        }
        client.expectStreamError(1, ErrorNumber.FLOW_CONTROL_ERROR);
        client.expectIgnored(3);
    }

    /** 6.9.1: the same of the connection, with streams that each keep to their own window. */
    @Test
    void moreThanTheWindowOfTheConnectionEndsIt() {
        var client = greeted();
        int sent = 0;
        for (int stream = 1; sent <= client.connectionWindow() + 2 * MOST_BUFFERED; stream += 2) {
            client.headers(stream, false, Block.request("POST", "/void"));
            for (int i = 0; i < 3; i++) {
                client.frame(Frame.DATA, 0, stream, new byte[1 << 14]);
                sent += 1 << 14;
            }
        }
        client.expectConnectionError(ErrorNumber.FLOW_CONTROL_ERROR);
    }

    /** 6.9: who keeps to the windows can send any amount. */
    @ParameterizedTest
    @ValueSource(ints = {1_000, 16_000})
    void aBodyOfAnySizeArrivesWithinTheWindows(int frameBytes) {
        var client = greeted();
        client.headers(1, false, Block.request("POST", "/large"));
        int total = 600_000;
        long stream = FIRST_WINDOW;
        int sent = 0;
        while (sent < total) {
            int next = Math.min(frameBytes, total - sent);
            if (client.connectionWindow() - sent >= next && stream >= next) {
                sent += next;
                stream -= next;
                client.frame(Frame.DATA, sent == total ? Frame.END_STREAM : 0, 1, new byte[next]);
            } else {
                Frame frame = client.read("WINDOW_UPDATE");
                assertThat(frame.type()).as("%s", frame).isEqualTo(Frame.WINDOW_UPDATE);
                stream += frame.stream() == 1 ? frame.int32(0) : 0;
            }
        }
        assertThat(client.answer(1).status()).isEqualTo(200);
        String request = origin.requests().getLast();
        assertThat(request.length()).isGreaterThan(total);
    }

    /** 6.1: padding counts, and is given back with the rest. */
    @Test
    void paddingCountsAndComesBack() {
        var client = greeted();
        client.headers(1, false, Block.request("POST", "/"));
        var payload = new byte[256];
        payload[0] = (byte) 255;
        long stream = FIRST_WINDOW;
        for (int i = 0; i < 1_000; i++) {
            while (stream < 256) {
                Frame frame = client.read("WINDOW_UPDATE");
                assertThat(frame.type()).as("%s", frame).isEqualTo(Frame.WINDOW_UPDATE);
                stream += frame.stream() == 1 ? frame.int32(0) : 0;
            }
            client.frame(Frame.DATA, Frame.PADDED, 1, payload);
            stream -= 256;
        }
        client.data(1, true, "x");
        assertThat(client.answer(1).status()).isEqualTo(200);
    }
}
