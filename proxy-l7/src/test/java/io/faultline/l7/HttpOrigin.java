package io.faultline.l7;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.faultline.testkit.net.Behaviour;
import io.faultline.testkit.net.OriginConnection;
import io.faultline.testkit.net.ScriptedOrigin;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An HTTP server of a few lines that hides nothing: it keeps every request as it came, byte for byte, and
 * sends what a test says, byte for byte.
 */
public final class HttpOrigin implements AutoCloseable {

    /** An answer that ends with the connection: nothing is sent any more. */
    public static final String HANG_UP = "";

    /** No answer at all, and the connection stays. */
    public static final String SILENT = "(silent)";

    /** An answer that ends in a reset. */
    public static final String RESET = "(reset)";

    private static final Pattern LENGTH = Pattern.compile("(?im)^content-length: *(\\d+)");

    private final ScriptedOrigin origin;
    private final Function<String, String> answer;
    private final List<String> requests = new CopyOnWriteArrayList<>();

    private HttpOrigin(Function<String, String> answer) {
        this.answer = answer;
        this.origin = ScriptedOrigin.start(this::serve);
    }

    private HttpOrigin(Behaviour behaviour) {
        this.answer = request -> HANG_UP;
        this.origin = ScriptedOrigin.start(behaviour);
    }

    /** Does this with each connection, whatever HTTP says. */
    public static HttpOrigin behaving(Behaviour behaviour) {
        return new HttpOrigin(behaviour);
    }

    /** Answers each request with raw text; {@link #HANG_UP} closes instead. */
    public static HttpOrigin answering(Function<String, String> answer) {
        return new HttpOrigin(answer);
    }

    /** Says 200 with this body. */
    public static HttpOrigin saying(String body) {
        return answering(request -> ok(body));
    }

    public static String ok(String body) {
        return "HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
    }

    public static String status(int status, String body) {
        return "HTTP/1.1 %d X\r\nContent-Length: %d\r\n\r\n%s"
                .formatted(status, body.length(), body);
    }

    public String hostPort() {
        return origin.hostPort();
    }

    /** Whole requests, in the order in which they were complete. */
    public List<String> requests() {
        return requests;
    }

    public int connections() {
        return origin.accepted();
    }

    public ScriptedOrigin socket() {
        return origin;
    }

    private void serve(OriginConnection connection) throws IOException {
        var pending = new StringBuilder();
        var buffer = new byte[8192];
        while (true) {
            int end;
            while ((end = endOfRequest(pending)) < 0) {
                int count = connection.read(buffer);
                if (count < 0) {
                    return;
                }
                pending.append(new String(buffer, 0, count, ISO_8859_1));
            }
            String request = pending.substring(0, end);
            pending.delete(0, end);
            requests.add(request);
            String response = answer.apply(request);
            if (response.equals(HANG_UP)) {
                return;
            }
            if (response.equals(SILENT)) {
                connection.hold();
            }
            if (response.equals(RESET)) {
                connection.reset();
                return;
            }
            connection.write(response);
            if (endsConnection(response)) {
                return;
            }
        }
    }

    /** By the sizes of the chunks: what they hold may look like anything. */
    private static int endOfChunks(String text, int from) {
        int at = from;
        while (true) {
            int lineEnd = text.indexOf("\r\n", at);
            if (lineEnd < 0) {
                return -1;
            }
            int sizeEnd = text.indexOf(';', at);
            int size =
                    Integer.parseInt(
                            text, at, sizeEnd < 0 || sizeEnd > lineEnd ? lineEnd : sizeEnd, 16);
            if (size == 0) {
                int end = text.indexOf("\r\n\r\n", lineEnd);
                return end < 0 ? -1 : end + 4;
            }
            at = lineEnd + 2 + size + 2;
        }
    }

    private static boolean endsConnection(String response) {
        return response.toLowerCase(Locale.ROOT).contains("connection: close");
    }

    private static int endOfRequest(CharSequence bytes) {
        String text = bytes.toString();
        int headEnd = text.indexOf("\r\n\r\n");
        if (headEnd < 0) {
            return -1;
        }
        int bodyStart = headEnd + 4;
        String head = text.substring(0, headEnd);
        if (head.toLowerCase(Locale.ROOT).contains("transfer-encoding: chunked")) {
            return endOfChunks(text, bodyStart);
        }
        Matcher length = LENGTH.matcher(head);
        int end = bodyStart + (length.find() ? Integer.parseInt(length.group(1)) : 0);
        return text.length() >= end ? end : -1;
    }

    @Override
    public void close() {
        origin.close();
    }
}
