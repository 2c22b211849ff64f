package io.faultline.l7.downstream;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.core.fault.ApplicationFault;
import io.faultline.l7.Http2Peer;
import io.faultline.l7.HttpOrigin;
import io.faultline.l7.http2.frame.ErrorCode;
import io.faultline.l7.http2.frame.FrameReader;
import io.faultline.l7.http2.frame.FrameType;
import io.faultline.testkit.Eventually;
import io.faultline.testkit.net.OriginConnection;
import java.io.IOException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** RFC 8441: a stream that becomes a WebSocket, to an endpoint that speaks HTTP/1.1. */
class WebSocketOverHttp2IT extends BothTransports {

    private static final int ENABLE_CONNECT_PROTOCOL = 8;
    private static final Pattern KEY = Pattern.compile("Sec-WebSocket-Key: (\\S+)");

    private static String accept(String head) throws Exception {
        Matcher key = KEY.matcher(head);
        assertThat(key.find()).as(head).isTrue();
        byte[] digest =
                MessageDigest.getInstance("SHA-1")
                        .digest(
                                (key.group(1) + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11")
                                        .getBytes(ISO_8859_1));
        return Base64.getEncoder().encodeToString(digest);
    }

    /** Reads a head, accepts or not, and sends everything back until the end. */
    private static void echo(OriginConnection connection, boolean honest) throws IOException {
        String head = head(connection);
        String accepted;
        try {
            accepted = honest ? accept(head) : "bm90IHRoZSBvbmU=";
        } catch (Exception e) {
            throw new AssertionError(e);
        }
        connection.write(
                "HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: websocket\r\n"
                        + "Sec-WebSocket-Accept: "
                        + accepted
                        + "\r\n\r\nfirst");
        byte[] buffer = new byte[64 * 1024];
        int count;
        while ((count = connection.read(buffer)) >= 0) {
            connection.write(buffer, count);
        }
        connection.write("last");
    }

    private static String head(OriginConnection connection) throws IOException {
        var head = new StringBuilder();
        byte[] one = new byte[1];
        while (head.indexOf("\r\n\r\n") < 0 && connection.read(one) == 1) {
            head.append((char) one[0]);
        }
        return head.toString();
    }

    private static void ask(Http2Peer client, int stream) {
        client.request(
                stream,
                false,
                "CONNECT",
                "/chat",
                "sec-websocket-version",
                "13",
                "origin",
                "http://shop.example");
    }

    private static Http2Peer askFor(Http2Peer client, int stream, String protocol) {
        // The pseudo-header field has to come before the others.
        byte[] head = Http2Peer.head("CONNECT", "/chat", ":protocol", protocol, "a", "b");
        return client.frame(FrameType.HEADERS, FrameType.END_HEADERS, stream, head);
    }

    @Test
    void bytesPassBothWaysAndSoDoBothEnds() {
        try (var origin = HttpOrigin.behaving(connection -> echo(connection, true));
                var bench = before(origin);
                var client = connect(bench).greet()) {
            askFor(client, 1, "websocket");
            assertThat(client.awaitStatus(1)).isEqualTo("200");
            assertThat(client.await(FrameType.DATA, 1).text()).isEqualTo("first");
            client.data(1, false, "ping");
            assertThat(client.await(FrameType.DATA, 1).text()).isEqualTo("ping");
            client.data(1, true, "bye");
            assertThat(client.body(1)).isEqualTo("byelast");
            assertThat(bench.server.faults().total()).isZero();
        }
    }

    @Test
    void aTunnelCarriesMoreThanAnyWindow() {
        try (var origin = HttpOrigin.behaving(connection -> echo(connection, true));
                var bench = before(origin);
                var client = connect(bench).greet()) {
            askFor(client, 1, "websocket");
            assertThat(client.awaitStatus(1)).isEqualTo("200");
            client.await(FrameType.DATA, 1);
            byte[] piece = new byte[10_000];
            for (int i = 0; i < 60; i++) {
                client.data(1, false, piece);
                int back = 0;
                while (back < piece.length) {
                    back += client.await(FrameType.DATA, 1).payload().length;
                }
                client.open(0, piece.length).open(1, piece.length);
            }
        }
    }

    @Test
    void bytesOfATunnelAreCountedOnce() {
        try (var origin = HttpOrigin.behaving(connection -> echo(connection, true));
                var bench = before(origin);
                var client = connect(bench).greet()) {
            askFor(client, 1, "websocket");
            assertThat(client.awaitStatus(1)).isEqualTo("200");
            client.data(1, true, new byte[10_000]);
            assertThat(client.body(1)).hasSize("first".length() + 10_000 + "last".length());
            String bytes = "faultline_bytes_total{direction=\"%s\",listener=\"web\"}";
            assertThat(bench.metric(bytes.formatted("up"))).isBetween(10_000.0, 11_000.0);
            assertThat(bench.metric(bytes.formatted("down"))).isBetween(10_000.0, 11_000.0);
        }
    }

    @Test
    void anAnswerForAnotherKeyOpensNothing() {
        try (var origin = HttpOrigin.behaving(connection -> echo(connection, false));
                var bench = before(origin);
                var client = connect(bench).greet()) {
            askFor(client, 1, "websocket");
            assertThat(client.awaitStatus(1)).isEqualTo("502");
            assertThat(bench.evidenceOf(ApplicationFault.BAD_RESPONSE)).contains("RFC 6455 4.2.2");
        }
    }

    @Test
    void anOrdinary200WouldBeTakenForAWebSocket() {
        try (var origin = HttpOrigin.saying("hello");
                var bench = before(origin);
                var client = connect(bench).greet()) {
            askFor(client, 1, "websocket");
            assertThat(client.awaitStatus(1)).isEqualTo("502");
            bench.awaitFault(ApplicationFault.UPGRADE_REFUSED);
        }
    }

    @Test
    void aRefusalIsPassedOn() {
        try (var origin = HttpOrigin.answering(request -> HttpOrigin.status(403, "no"));
                var bench = before(origin);
                var client = connect(bench).greet()) {
            askFor(client, 1, "websocket");
            assertThat(client.awaitStatus(1)).isEqualTo("403");
            assertThat(client.body(1)).isEqualTo("no");
        }
    }

    @Test
    void onlyWebSocketsAreTunnelled() {
        try (var origin = HttpOrigin.saying("hello");
                var bench = before(origin);
                var client = connect(bench).greet()) {
            askFor(client, 1, "connect-udp");
            assertThat(client.awaitReset(1)).isEqualTo(ErrorCode.PROTOCOL_ERROR);
            ask(client, 3);
            assertThat(client.awaitReset(3)).isEqualTo(ErrorCode.PROTOCOL_ERROR);
            client.expectServed(5);
        }
    }

    @Test
    void itIsAnnouncedInTheSettings() {
        try (var origin = HttpOrigin.saying("hello");
                var bench = before(origin);
                var client = connect(bench)) {
            client.send(FrameReader.preface());
            client.settings();
            byte[] settings = client.read().payload();
            assertThat(settings).containsSequence(0, ENABLE_CONNECT_PROTOCOL, 0, 0, 0, 1);
        }
    }

    @Test
    void theEndpointSeesTheResetOfTheClient() {
        try (var origin = HttpOrigin.behaving(connection -> echo(connection, true));
                var bench = before(origin);
                var client = connect(bench).greet()) {
            askFor(client, 1, "websocket");
            assertThat(client.awaitStatus(1)).isEqualTo("200");
            client.reset(1);
            bench.awaitFault(ApplicationFault.CLIENT_ABORT);
            askFor(client, 3, "websocket");
            assertThat(client.awaitStatus(3)).as("the connection is well").isEqualTo("200");
        }
    }

    /** RFC 9113 8.5: on such a stream there is DATA, and what every stream has. */
    @Test
    void trailersAreNoPartOfATunnel() {
        expectBroken(
                client -> {
                    byte[] trailer = {0, 1, 'x', 1, 'y'};
                    int flags = FrameType.END_HEADERS | FrameType.END_STREAM;
                    client.frame(FrameType.HEADERS, flags, 1, trailer);
                });
    }

    @Test
    void aStreamErrorEndsTheTunnelOnBothSides() {
        expectBroken(client -> client.open(1, 0));
    }

    private void expectBroken(Consumer<Http2Peer> breaking) {
        var ended = new CountDownLatch(1);
        try (var origin =
                        HttpOrigin.behaving(
                                connection -> {
                                    try {
                                        echo(connection, true);
                                    } finally {
                                        ended.countDown();
                                    }
                                });
                var bench = before(origin);
                var client = connect(bench).greet()) {
            askFor(client, 1, "websocket");
            assertThat(client.awaitStatus(1)).isEqualTo("200");
            breaking.accept(client);
            assertThat(client.awaitReset(1)).isEqualTo(ErrorCode.PROTOCOL_ERROR);
            bench.awaitFault(ApplicationFault.BAD_REQUEST);
            Eventually.until("the endpoint hears of it", () -> ended.getCount() == 0);
            askFor(client, 3, "websocket");
            assertThat(client.awaitStatus(3)).as("the connection is well").isEqualTo("200");
        }
    }

    /** RFC 8441 4: unlike CONNECT of old it has a scheme and a path. */
    @Test
    void aWebSocketHasAPath() {
        try (var origin = HttpOrigin.saying("hello");
                var bench = before(origin);
                var client = connect(bench).greet()) {
            byte[] whole = Http2Peer.head("CONNECT", "/chat", ":protocol", "websocket");
            byte[] path = Http2Peer.literal(":path", "/chat");
            int at = indexOf(whole, path);
            byte[] head = new byte[whole.length - path.length];
            System.arraycopy(whole, 0, head, 0, at);
            System.arraycopy(whole, at + path.length, head, at, head.length - at);
            client.frame(FrameType.HEADERS, FrameType.END_HEADERS, 1, head);
            assertThat(client.awaitReset(1)).isEqualTo(ErrorCode.PROTOCOL_ERROR);
        }
    }

    private static int indexOf(byte[] all, byte[] part) {
        return new String(all, ISO_8859_1).indexOf(new String(part, ISO_8859_1));
    }
}
