package io.faultline.benchmarks.load;

import java.nio.ByteBuffer;

/**
 * Reads answers of HTTP/1.1 as far as a load generator must: where the head ends, and how long the body is. Byte by byte, so that it does not
 * matter where one read ends and the next begins; without memory of its own, so that ten thousand connections cost nothing.
 */
public final class HttpAnswerCounter implements AnswerCounter {

    private static final byte[] END = {'\r', '\n', '\r', '\n'};
    private static final byte[] LENGTH = {
        '\n', 'c', 'o', 'n', 't', 'e', 'n', 't', '-', 'l', 'e', 'n', 'g', 't', 'h', ':'
    };
    private static final int LOWER = 0x20;

    private int endMatched;
    private int nameMatched;
    private boolean inValue;
    private long length = -1;
    private long bodyLeft;

    /** Whether an answer was not 200 or did not say its length: then the connection cannot be used. */
    private boolean bad;

    private int headBytes;

    @Override
    public int feed(ByteBuffer in) {
        int whole = 0;
        while (in.hasRemaining() && !bad) {
            if (bodyLeft > 0) {
                int skipped = (int) Math.min(bodyLeft, in.remaining());
                in.position(in.position() + skipped);
                bodyLeft -= skipped;
                whole += bodyLeft == 0 ? 1 : 0;
            } else if (head(in.get())) {
                bodyLeft = length;
                whole += length == 0 ? 1 : 0;
                bad = length < 0;
                length = -1;
            }
        }
        return whole;
    }

    public boolean isBad() {
        return bad;
    }

    private boolean head(byte next) {
        headBytes++;
        // "HTTP/1.1 200": the tenth byte tells the class of the status.
        if (headBytes == 10 && next != '2') {
            bad = true;
        }
        if (inValue) {
            if (next >= '0' && next <= '9') {
                length = Math.max(0, length) * 10 + next - '0';
            } else if (next != ' ') {
                inValue = false;
            }
        }
        int lower = next >= 'A' && next <= 'Z' ? next | LOWER : next;
        nameMatched = lower == LENGTH[nameMatched] ? nameMatched + 1 : lower == LENGTH[0] ? 1 : 0;
        if (nameMatched == LENGTH.length) {
            nameMatched = 0;
            inValue = true;
        }
        endMatched = next == END[endMatched] ? endMatched + 1 : next == END[0] ? 1 : 0;
        if (endMatched == END.length) {
            endMatched = 0;
            headBytes = 0;
            return true;
        }
        return false;
    }
}
