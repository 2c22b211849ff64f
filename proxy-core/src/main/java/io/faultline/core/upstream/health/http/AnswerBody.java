package io.faultline.core.upstream.health.http;

import io.faultline.core.upstream.health.http.AnswerHead.NotHttp;
import java.io.ByteArrayOutputStream;

/** Takes the framing off a body. Keeps what is inside, up to a bound. */
final class AnswerBody {

    private enum At {
        SIZE,
        DATA,
        DATA_END,
        TRAILERS,
        END
    }

    private static final int MAX_LINE = 1024;
    private static final int MAX_SIZE_DIGITS = 8;
    private static final int MAX_TRAILERS = 8 * 1024;

    private final boolean chunked;
    private final int mostKept;
    private final StringBuilder line = new StringBuilder();
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private At at;
    private long left; // of the body, or of the chunk; Long.MAX_VALUE until the end of the stream
    private int trailerBytes;

    AnswerBody(AnswerHead head, int mostKept) {
        this.mostKept = mostKept;
        chunked = head.length() == AnswerHead.CHUNKED;
        left = head.length() == AnswerHead.UNTIL_CLOSE ? Long.MAX_VALUE : head.length();
        at = chunked ? At.SIZE : left == 0 ? At.END : At.DATA;
    }

    void add(byte[] bytes, int from) throws NotHttp {
        int i = from;
        while (i < bytes.length && at != At.END && !isFull()) {
            if (at == At.DATA) {
                int count = (int) Math.min(left, bytes.length - i);
                kept.write(bytes, i, Math.min(count, mostKept - kept.size()));
                i += count;
                left -= left == Long.MAX_VALUE ? 0 : count;
                if (left == 0) {
                    at = chunked ? At.DATA_END : At.END;
                }
            } else {
                lineByte(bytes[i++]);
            }
        }
    }

    private void lineByte(byte b) throws NotHttp {
        line.append((char) (b & 0xff));
        if (b != '\n') {
            if (line.length() > MAX_LINE) {
                throw new NotHttp("a line between chunks without an end");
            }
            return;
        }
        String whole = line.toString();
        line.setLength(0);
        if (!whole.endsWith("\r\n")) {
            throw new NotHttp("a line between chunks ends without CR");
        }
        lineDone(whole.substring(0, whole.length() - 2));
    }

    // RFC 9112 7.1.
    private void lineDone(String text) throws NotHttp {
        switch (at) {
            case SIZE -> {
                left = size(text);
                at = left == 0 ? At.TRAILERS : At.DATA;
            }
            case DATA_END -> {
                if (!text.isEmpty()) {
                    throw new NotHttp("a chunk is longer than it says");
                }
                at = At.SIZE;
            }
            default -> {
                trailerBytes += text.length() + 2;
                if (trailerBytes > MAX_TRAILERS) {
                    throw new NotHttp("trailers without an end");
                }
                at = text.isEmpty() ? At.END : At.TRAILERS;
            }
        }
    }

    private static long size(String text) throws NotHttp {
        int end = text.indexOf(';');
        String digits = (end < 0 ? text : text.substring(0, end)).stripTrailing();
        if (digits.isEmpty()
                || digits.length() > MAX_SIZE_DIGITS
                || !digits.chars().allMatch(c -> c < 128 && Character.digit(c, 16) >= 0)) {
            throw new NotHttp("a chunk size is no number");
        }
        return Long.parseLong(digits, 16);
    }

    /** The stream has ended: whether that is where the body ends. */
    boolean mayEndHere() {
        return at == At.END || left == Long.MAX_VALUE;
    }

    boolean isComplete() {
        return at == At.END;
    }

    boolean isFull() {
        return kept.size() >= mostKept;
    }

    byte[] kept() {
        return kept.toByteArray();
    }
}
