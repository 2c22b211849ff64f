package io.faultline.l7.http2.rfc9113;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9113 3.4: how a connection begins. */
class ConnectionPrefaceIT extends Rfc9113 {

    @Test
    void theServerBeginsWithSettingsAndServes() {
        assertThat(greeted().get(1, "/").body()).isEqualTo(BODY);
    }

    /** 3.4: clients may send more before they have read the server's preface. */
    @Test
    void aClientNeedNotWaitForOurSettings() {
        var client =
                connect()
                        .send(
                                RawHttp2Client.concat(
                                        RawHttp2Client.PREFACE,
                                        RawHttp2Client.bytes(Frame.SETTINGS, 0, 0),
                                        RawHttp2Client.bytes(
                                                Frame.HEADERS,
                                                Frame.END_HEADERS | Frame.END_STREAM,
                                                1,
                                                Block.get("/").bytes())));
        assertThat(client.answer(1).body()).isEqualTo(BODY);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 4, 5, 16, 23})
    void thePrefaceMayComeInTwoPieces(int cut) {
        var client = connect();
        client.send(Arrays.copyOf(RawHttp2Client.PREFACE, cut));
        client.send(Arrays.copyOfRange(RawHttp2Client.PREFACE, cut, 24));
        client.settings();
        assertThat(client.get(1, "/").body()).isEqualTo(BODY);
    }

    @Test
    void framesMayComeByteByByte() {
        var client = connect();
        byte[] all =
                RawHttp2Client.concat(
                        RawHttp2Client.PREFACE,
                        RawHttp2Client.bytes(Frame.SETTINGS, 0, 0),
                        RawHttp2Client.bytes(
                                Frame.HEADERS,
                                Frame.END_HEADERS,
                                1,
                                Block.request("POST", "/").bytes()),
                        RawHttp2Client.bytes(Frame.DATA, Frame.END_STREAM, 1, (byte) 'x'));
        for (byte b : all) {
            client.send(new byte[] {b});
        }
        assertThat(client.answer(1).body()).isEqualTo(BODY);
    }

    /** 3.4: a connection error of type PROTOCOL_ERROR; GOAWAY may be left out where no HTTP/2 is spoken. */
    @Test
    void aPrefaceThatGoesWrongEndsTheConnection() {
        var client = connect();
        byte[] wrong = RawHttp2Client.PREFACE.clone();
        wrong[20] = 'X';
        client.send(wrong).settings();
        expectEnd(client);
    }

    @Test
    void aPrefaceOfAnotherVersionEndsTheConnection() {
        var client = connect();
        client.send("PRI * HTTP/3.0\r\n\r\nSM\r\n\r\n".getBytes(ISO_8859_1)).settings();
        expectEnd(client);
    }

    /** Without TLS it might have been HTTP/1, but it is not: no HTTP/1.1 400 confuses who meant HTTP/2. */
    @Test
    void wordsThatAreNoHttpEndTheConnectionWithoutAnAnswerOfHttp1() {
        var client = connect().send("THIS IS NOTHING\r\n\r\n".getBytes(ISO_8859_1));
        Frame frame;
        while ((frame = client.readOrEnd("the end")) != null) {
            assertThat(frame.type()).isIn(Frame.SETTINGS, Frame.WINDOW_UPDATE, Frame.GOAWAY);
        }
        assertThat(client.hasEndedBetweenFrames()).isTrue();
    }

    /** Whatever is said before it, the end comes. */
    private static void expectEnd(RawHttp2Client client) {
        while (client.readOrEnd("the end") != null) {
            // GOAWAY, or SETTINGS before it
        }
    }

    @Test
    void theFirstFrameOfAClientIsSettings() {
        var client = connect().send(RawHttp2Client.PREFACE);
        client.headers(1, true, Block.get("/"));
        client.expectConnectionError(ErrorNumber.PROTOCOL_ERROR);
    }

    @Test
    void anAcknowledgementIsNotTheSettingsThatComeFirst() {
        var client = connect().send(RawHttp2Client.PREFACE);
        client.frame(Frame.SETTINGS, Frame.ACK, 0);
        client.expectConnectionError(ErrorNumber.PROTOCOL_ERROR);
    }

    @Test
    void aPingIsNotTheSettingsThatComeFirst() {
        var client = connect().send(RawHttp2Client.PREFACE);
        client.frame(Frame.PING, 0, 0, new byte[8]);
        client.expectConnectionError(ErrorNumber.PROTOCOL_ERROR);
    }
}
