package io.faultline.app.warmup;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * A browser by its fields, or a program that sends as few as it may; mostly they ask for something short,
 * and now and then for one of each other kind. What is rare stays rare: what a failure costs is mostly the
 * gathering of its evidence, and the compilers would spend their time on that.
 */
final class Http1Visitor extends Visitor {

    private static final int KINDS = 128;
    private static final int SAME_SENDER = 16;

    private static final ByteBuffer SHORT = request("/short/of/it");
    private static final ByteBuffer FEW_FIELDS =
            ByteBuffer.wrap(
                    "GET /small HTTP/1.1\r\nHost: 127.0.0.1:8080\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
    private static final ByteBuffer UPLOAD = upload();
    private static final ByteBuffer CHUNKED = request("/chunked");
    private static final ByteBuffer LONG = request("/long");
    private static final ByteBuffer HALF = request("/half");
    private static final ByteBuffer END = request("/end");
    private static final ByteBuffer RESET = request("/reset");

    private final int actsOfAConnection;
    private int missing;
    private int matched;
    private boolean inBody;

    Http1Visitor(Stage stage, InetSocketAddress where, int actsOfAConnection) {
        super(stage, where);
        this.actsOfAConnection = actsOfAConnection;
    }

    @Override
    void begin() {
        inBody = false;
        matched = 0;
    }

    @Override
    ByteBuffer next(long act) {
        int kind = (int) (act % KINDS);
        missing =
                switch (kind) {
                    case 7 -> Origin.LONG;
                    case 59 -> 1;
                    case 43, 99 -> Origin.CHUNKED_BODY;
                    default -> Origin.SHORT;
                };
        inBody = false;
        matched = 0;
        ByteBuffer request =
                switch (kind) {
                    case 7 -> LONG;
                    case 19 -> HALF;
                    case 31 -> END;
                    case 59 -> RESET;
                    case 43, 99 -> CHUNKED;
                    case 71, 103 -> UPLOAD;
                    default -> act / SAME_SENDER % 2 == 0 ? SHORT : FEW_FIELDS;
                };
        return request.duplicate();
    }

    @Override
    boolean isOver(ByteBuffer in) {
        while (!inBody && in.hasRemaining()) {
            byte wanted = (byte) (matched % 2 == 0 ? '\r' : '\n');
            byte seen = in.get();
            matched = seen == wanted ? matched + 1 : seen == '\r' ? 1 : 0;
            inBody = matched == 4;
        }
        missing -= in.remaining();
        return inBody && missing <= 0;
    }

    @Override
    int actsOfAConnection() {
        return actsOfAConnection;
    }

    private static ByteBuffer upload() {
        return ByteBuffer.wrap(
                ("POST /upload HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                                + "Content-Length: 13\r\n\r\n{\"warm\":true}")
                        .getBytes(StandardCharsets.US_ASCII));
    }

    static ByteBuffer request(String path) {
        String text =
                "GET "
                        + path
                        + " HTTP/1.1\r\nHost: localhost\r\nUser-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36\r\n"
                        + "Accept: text/html,application/xhtml+xml,*/*;q=0.8\r\nAccept-Language: en-US,en;q=0.5\r\n"
                        + "Accept-Encoding: gzip, deflate, br\r\nConnection: keep-alive\r\nCookie: a=1; session=0123456789abcdef\r\n\r\n";
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    }
}
