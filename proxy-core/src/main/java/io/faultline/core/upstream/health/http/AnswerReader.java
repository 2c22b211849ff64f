package io.faultline.core.upstream.health.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.faultline.core.Side;
import io.faultline.core.Stage;
import io.faultline.core.fault.ApplicationFault;
import io.faultline.core.fault.Fault;
import io.faultline.core.fault.TransportFault;
import io.faultline.core.upstream.health.http.AnswerHead.NotHttp;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads the answer to a check, however it is cut into pieces, and judges it as soon as the outcome is
 * certain. Whatever comes is bounded: 16 KiB of heads, 64 KiB of body.
 */
final class AnswerReader {

    static final int MAX_BODY = 64 * 1024;
    private static final int MAX_HEADS = 16 * 1024;
    private static final byte[] BEGINNING = "HTTP/1.".getBytes(ISO_8859_1);

    private final CheckRequest request;
    private final ByteArrayOutputStream heads = new ByteArrayOutputStream();
    private int headBytes; // of heads that were read, interim ones
    private int searched; // of the body
    private @Nullable AnswerHead head;
    private @Nullable AnswerBody body;
    private boolean over;
    private @Nullable Fault fault;

    AnswerReader(CheckRequest request) {
        this.request = request;
    }

    /** Whether the outcome is certain: {@link #fault} tells it. */
    boolean isOver() {
        return over;
    }

    /** Null when the answer was a good one. */
    @Nullable Fault fault() {
        return fault;
    }

    void add(byte[] bytes) {
        try {
            if (body == null) {
                addToHeads(bytes);
            } else {
                addToBody(body, bytes, 0);
            }
        } catch (NotHttp notHttp) {
            Fault bad =
                    Fault.of(ApplicationFault.BAD_RESPONSE, Side.UPSTREAM, Stage.RESPONSE)
                            .with("rule", notHttp.rule())
                            .with("first-bytes", Excerpt.of(seen()));
            fail(
                    isTls(seen())
                            ? bad.with("looksLike", "TLS")
                                    .with("suspected", "it expects TLS: the upstream needs 'tls'")
                            : bad);
        }
    }

    /** RFC 8446 5.1: an alert, of which the version is what every record carries. */
    private static boolean isTls(byte[] bytes) {
        return bytes.length > 1 && bytes[0] == 21 && bytes[1] == 3;
    }

    /** The endpoint has said all it will say. */
    void end() {
        AnswerHead known = head;
        AnswerBody open = body;
        if (known == null || open == null) {
            fail(
                    Fault.of(TransportFault.CLOSED_EARLY, Side.UPSTREAM, Stage.RESPONSE)
                            .with("check", request.text())
                            .with("received-bytes", Integer.toString(headBytes + heads.size())));
        } else if (open.mayEndHere()) {
            lacksText(known, open);
        } else {
            fail(
                    Fault.of(ApplicationFault.RESPONSE_INCOMPLETE, Side.UPSTREAM, Stage.RESPONSE)
                            .with("check", request.text())
                            .with("status", Integer.toString(known.status()))
                            .with("body-bytes", Integer.toString(open.kept().length)));
        }
    }

    /** How far it came, for the evidence of a check that took too long. */
    String progress() {
        int count = headBytes + heads.size();
        return head != null ? "head" : count == 0 ? "nothing" : count + " bytes of a head";
    }

    private void addToHeads(byte[] bytes) throws NotHttp {
        int before = heads.size();
        heads.writeBytes(bytes);
        byte[] all = heads.toByteArray();
        int wrong = Arrays.mismatch(all, BEGINNING);
        if (wrong >= 0 && wrong < Math.min(all.length, BEGINNING.length)) {
            throw new NotHttp("no status line"); // said at once: it may never send a line end
        }
        int end = endOfHead(all, Math.max(0, before - 3));
        if (end < 0) {
            if (headBytes + all.length > MAX_HEADS) {
                throw new NotHttp("a head above 16 KiB");
            }
            return;
        }
        AnswerHead read =
                AnswerHead.parse(new String(all, 0, end - 2, ISO_8859_1), request.getsNoBody());
        if (read.status() >= 200) {
            judge(read, all, end);
        } else if (read.status() == 101) {
            throw new NotHttp("an upgrade that was not asked for");
        } else { // RFC 9110 15.2: an interim answer, the real one follows
            headBytes += end;
            heads.reset();
            addToHeads(Arrays.copyOfRange(all, end, all.length));
        }
    }

    private static int endOfHead(byte[] bytes, int from) {
        for (int i = from; i + 3 < bytes.length; i++) {
            if (bytes[i] == '\r'
                    && bytes[i + 1] == '\n'
                    && bytes[i + 2] == '\r'
                    && bytes[i + 3] == '\n') {
                return i + 4;
            }
        }
        return -1;
    }

    private void judge(AnswerHead read, byte[] bytes, int bodyFrom) throws NotHttp {
        head = read;
        if (!request.isGood(read.status())) {
            fail(
                    unexpected(read)
                            .with("expected", request.goodText())
                            .with(
                                    "body-begins",
                                    Excerpt.of(Arrays.copyOfRange(bytes, bodyFrom, bytes.length))));
        } else if (request.wantsBody()) {
            var open = new AnswerBody(read, MAX_BODY);
            body = open;
            addToBody(open, bytes, bodyFrom);
        } else {
            over = true;
        }
    }

    private void addToBody(AnswerBody open, byte[] bytes, int from) throws NotHttp {
        try {
            open.add(bytes, from);
        } catch (NotHttp broken) {
            if (!found(
                    open)) { // else what follows the text would not have been read in other pieces
                throw broken;
            }
        }
        if (found(open)) {
            over = true;
        } else if (open.isComplete() || open.isFull()) {
            lacksText(head(), open);
        }
        searched = open.kept().length;
    }

    private boolean found(AnswerBody open) {
        return request.isIn(open.kept(), searched - request.wantedBytes());
    }

    private void lacksText(AnswerHead known, AnswerBody open) {
        byte[] kept = open.kept();
        Fault lacks =
                unexpected(known)
                        .with("body-lacks", request.wantedText())
                        .with("body-begins", Excerpt.of(kept));
        fail(open.isFull() ? lacks.with("searched", "64 KiB") : lacks);
    }

    private Fault unexpected(AnswerHead read) {
        return Fault.of(ApplicationFault.UPSTREAM_ERROR, Side.UPSTREAM, Stage.RESPONSE)
                .with("check", request.text())
                .with("status", Integer.toString(read.status()));
    }

    private void fail(Fault why) {
        if (!over) {
            over = true;
            fault = why;
        }
    }

    private byte[] seen() {
        AnswerBody open = body;
        return open == null || open.kept().length == 0 ? heads.toByteArray() : open.kept();
    }

    private AnswerHead head() {
        AnswerHead known = head;
        assert known != null : "a body without a head";
        return known;
    }
}
