package io.faultline.benchmarks.load;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** The answers of the backend, made once: {@code GET /b/10240} is answered with as many bytes. */
final class HttpAnswers {

    /** What a path that names no size gets. */
    private static final int USUAL_BYTES = 100;

    private static final int MOST_BYTES = 64 << 20;

    private final Map<Integer, ByteBuffer> bySize = new HashMap<>();

    /** To be duplicated before it is read from. */
    ByteBuffer ofSize(int bytes) {
        return bySize.computeIfAbsent(bytes, HttpAnswers::make);
    }

    /** From a request line such as {@code GET /b/10240 HTTP/1.1}, which begins at this index. */
    static int sizeAsked(ByteBuffer in, int from) {
        int at = from + "GET ".length();
        if (in.limit() < at + 4 || in.get(at + 1) != 'b' || in.get(at + 2) != '/') {
            return USUAL_BYTES;
        }
        int size = 0;
        for (int i = at + 3; i < in.limit() && in.get(i) >= '0' && in.get(i) <= '9'; i++) {
            size = Math.min(MOST_BYTES, size * 10 + in.get(i) - '0');
        }
        return size;
    }

    private static ByteBuffer make(int bytes) {
        var head =
                ("HTTP/1.1 200 OK\r\nServer: load\r\nDate: Sun, 22 Nov 2026 12:00:00 GMT\r\n"
                                + "Content-Type: text/plain\r\nContent-Length: "
                                + bytes
                                + "\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII);
        var answer = ByteBuffer.allocateDirect(head.length + bytes).put(head);
        while (answer.hasRemaining()) {
            answer.put((byte) 'y');
        }
        return answer.flip();
    }
}
