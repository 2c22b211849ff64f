package io.faultline.benchmarks.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/**
 * One connection of the HTTP backend. It reads what proxies send for a {@code GET}: a head without a body, perhaps in pieces, perhaps several
 * at once.
 */
final class HttpVisit {

    /** What the connection waits for. */
    enum Next {
        READ,
        WRITE,
        CLOSE
    }

    private static final byte[] END = {'\r', '\n', '\r', '\n'};
    private static final byte[] CLOSE = {'o', 'n', ':', ' ', 'c', 'l', 'o', 's', 'e'};

    private final HttpAnswers answers;
    private @Nullable ByteBuffer rest;
    private int matched;
    private int closeMatched;
    private boolean closing;
    private int asked = -1; // of the head that is being read; -1 between heads

    HttpVisit(HttpAnswers answers) {
        this.answers = answers;
    }

    Next read(ByteBuffer in, SocketChannel client) throws IOException {
        while (in.hasRemaining()) {
            if (asked < 0) {
                asked = HttpAnswers.sizeAsked(in, in.position());
            }
            if (!isHeadComplete(in)) {
                return Next.READ;
            }
            append(answers.ofSize(asked));
            asked = -1;
        }
        return write(client);
    }

    Next write(SocketChannel client) throws IOException {
        ByteBuffer left = rest;
        if (left != null) {
            client.write(left);
            if (left.hasRemaining()) {
                return Next.WRITE;
            }
            rest = null;
        }
        return closing ? Next.CLOSE : Next.READ;
    }

    private boolean isHeadComplete(ByteBuffer in) {
        while (in.hasRemaining()) {
            byte next = in.get();
            matched = next == END[matched] ? matched + 1 : next == END[0] ? 1 : 0;
            closeMatched =
                    next == CLOSE[closeMatched] ? closeMatched + 1 : next == CLOSE[0] ? 1 : 0;
            if (closeMatched == CLOSE.length) {
                closing = true;
                closeMatched = 0;
            }
            if (matched == END.length) {
                matched = 0;
                return true;
            }
        }
        return false;
    }

    /** Several requests at once are rare: then, and only then, answers are copied together. */
    private void append(ByteBuffer answer) {
        ByteBuffer before = rest;
        if (before == null) {
            rest = answer.duplicate();
        } else {
            rest =
                    ByteBuffer.allocate(before.remaining() + answer.remaining())
                            .put(before)
                            .put(answer.duplicate())
                            .flip();
        }
    }
}
