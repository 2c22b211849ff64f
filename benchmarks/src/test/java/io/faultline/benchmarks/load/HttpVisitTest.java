package io.faultline.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The backend's side of a connection, over a real one. */
class HttpVisitTest {

    private final HttpVisit visit = new HttpVisit(new HttpAnswers());
    private SocketChannel client;
    private SocketChannel server;

    @BeforeEach
    void connect() throws IOException {
        try (var listener = ServerSocketChannel.open()) {
            listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            client = SocketChannel.open(listener.getLocalAddress());
            server = listener.accept();
        }
    }

    @AfterEach
    void close() throws IOException {
        client.close();
        server.close();
    }

    @Test
    void asManyBytesAreAnsweredAsThePathAsksFor() throws IOException {
        assertThat(visit.read(bytes("GET /b/7 HTTP/1.1\r\nHost: x\r\n\r\n"), server))
                .isEqualTo(HttpVisit.Next.READ);

        assertThat(answer()).contains("Content-Length: 7\r\n").endsWith("\r\n\r\nyyyyyyy");
    }

    @Test
    void aHeadMayComeInPiecesAndSeveralAtOnce() throws IOException {
        visit.read(bytes("GET /b/1 HTTP/1.1\r\nHo"), server);
        visit.read(bytes("st: x\r\n\r\nGET /b/2 HTTP/1.1\r\n\r\n"), server);

        assertThat(answer())
                .contains("Content-Length: 1\r\n\r\ny")
                .endsWith("Content-Length: 2\r\n\r\nyy");
    }

    @Test
    void whoAsksForTheLastAnswerIsLeftAfterIt() throws IOException {
        var next = visit.read(bytes("GET / HTTP/1.1\r\nConnection: close\r\n\r\n"), server);

        assertThat(next).isEqualTo(HttpVisit.Next.CLOSE);
        assertThat(answer()).contains("Content-Length: 100\r\n");
    }

    private String answer() throws IOException {
        server.shutdownOutput();
        var all = ByteBuffer.allocate(4096);
        while (client.read(all) >= 0) {}
        return StandardCharsets.US_ASCII.decode(all.flip()).toString();
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    }
}
