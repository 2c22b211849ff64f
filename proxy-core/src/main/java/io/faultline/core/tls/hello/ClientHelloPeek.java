package io.faultline.core.tls.hello;

import io.faultline.core.tls.hello.Peeked.Malformed;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads a ClientHello from bytes that may come one at a time and in several TLS records (a
 * post-quantum one does not fit into one packet), and takes none of them away.
 *
 * <p>A hello that lies in one read and one record, as nearly all do, is parsed where it lies;
 * otherwise its message is put together first. What cannot become a hello is refused at the byte
 * that proves it. One peek serves one connection.
 */
public final class ClientHelloPeek {

    /** A hello with its record headers may be no longer. Real ones stay below 2 KiB. */
    public static final int MAX_BYTES = 16 * 1024;

    private static final int RECORD_HEADER = 5;
    private static final int MESSAGE_HEADER = 4;
    private static final int MAX_RECORD = 1 << 14;

    private static final int HANDSHAKE = 22;
    private static final int FIRST_CONTENT_TYPE = 20;
    private static final int LAST_CONTENT_TYPE = 24;
    private static final int CLIENT_HELLO = 1;

    private static final Malformed TOO_LARGE =
            new Malformed("a ClientHello may have " + MAX_BYTES + " bytes, records included");

    private final byte[] record = new byte[RECORD_HEADER];
    private int recordHeader; // bytes of it that we have
    private int recordLeft;
    private byte[] message = new byte[MESSAGE_HEADER];
    private int size;
    private int wanted = MESSAGE_HEADER;
    private int taken; // bytes of the whole, to hold it to the limit
    private @Nullable Stranger stranger;
    private Peeked outcome = Peeked.NEED_MORE;

    /** Looks at the next bytes. What comes after an outcome is not looked at. */
    public Peeked feed(ByteBuffer bytes, int from, int to) {
        int at = from;
        while (outcome == Peeked.NEED_MORE && at < to) {
            Stranger other = stranger;
            if (other != null) {
                outcome = other.take(bytes.get(at++)) ? other.verdict() : Peeked.NEED_MORE;
            } else if (taken == MAX_BYTES) {
                outcome = TOO_LARGE;
            } else if (recordHeader < RECORD_HEADER) {
                record[recordHeader++] = bytes.get(at++);
                taken++;
                lookAtRecordHeader();
            } else {
                at += takeMessage(bytes, at, Math.min(to, at + MAX_BYTES - taken));
            }
        }
        return outcome;
    }

    /** True from the first byte that TLS cannot have, although the outcome may need a few more. */
    public boolean isNotTls() {
        return stranger != null;
    }

    /** What to say when no byte comes any more: somebody who wrote half a line of text is known. */
    public Peeked atEnd() {
        Stranger other = stranger;
        return other != null && outcome == Peeked.NEED_MORE ? other.verdict() : outcome;
    }

    /** Bytes of the hello that have come, for the evidence of one that never became complete. */
    public int bytesSeen() {
        return taken;
    }

    // ---- records: RFC 8446 5.1

    private void lookAtRecordHeader() {
        switch (recordHeader) {
            case 1 -> {
                if (record[0] < FIRST_CONTENT_TYPE || record[0] > LAST_CONTENT_TYPE) {
                    notTls();
                }
            }
            case 2 -> lookAtMajorVersion();
            case RECORD_HEADER -> lookAtRecordLength();
            default -> {} // RFC 8446 5.1: the minor version must be ignored
        }
    }

    private void lookAtMajorVersion() {
        if (record[1] != 3) {
            notTls();
        } else if (record[0] != HANDSHAKE) {
            outcome =
                    new Malformed("a record of type " + record[0] + " where the hello must stand");
        }
    }

    private void lookAtRecordLength() {
        recordLeft = (record[3] & 0xFF) << 8 | record[4] & 0xFF;
        // RFC 8446 5.1: no zero-length fragments of handshake messages, none above 2^14.
        if (recordLeft == 0 || recordLeft > MAX_RECORD) {
            outcome = new Malformed("RFC 8446 5.1: a record of " + recordLeft + " bytes");
        }
    }

    /** A later record that is no TLS is a broken hello: only the first bytes make a stranger. */
    private void notTls() {
        if (size > 0) {
            outcome = new Malformed("RFC 8446 5.1: no handshake record follows the first one");
            return;
        }
        stranger = new Stranger();
        for (int i = 0; i < recordHeader; i++) {
            stranger.take(record[i]);
        }
    }

    // ---- the message: RFC 8446 4

    /** Takes what the record has of it, up to the next decision; returns how many bytes that was. */
    private int takeMessage(ByteBuffer bytes, int from, int to) {
        if (size == MESSAGE_HEADER && to - from >= wanted - size && recordLeft >= wanted - size) {
            int bodyBytes = wanted - size;
            complete(bytes, from, from + bodyBytes, recordLeft - bodyBytes);
            return bodyBytes;
        }
        int now = Math.min(Math.min(wanted - size, recordLeft), to - from);
        makeRoom(size + now);
        bytes.get(from, message, size, now);
        size += now;
        taken += now;
        recordLeft -= now;
        recordHeader = recordLeft == 0 ? 0 : recordHeader;
        if (size == wanted) {
            if (wanted == MESSAGE_HEADER) {
                lookAtMessageHeader();
            } else {
                complete(ByteBuffer.wrap(message), MESSAGE_HEADER, size, recordLeft);
            }
        }
        return now;
    }

    /** Grows with what has come, not with what was promised. */
    private void makeRoom(int needed) {
        if (message.length < needed) {
            int doubled = Math.min(wanted, 2 * message.length);
            message = Arrays.copyOf(message, Math.max(needed, doubled));
        }
    }

    private void lookAtMessageHeader() {
        if (message[0] != CLIENT_HELLO) {
            outcome = new Malformed("the first message is of type " + message[0] + ", no hello");
            return;
        }
        int body = (message[1] & 0xFF) << 16 | (message[2] & 0xFF) << 8 | message[3] & 0xFF;
        if (body == 0) {
            outcome = new Malformed("RFC 8446 4.1.2: an empty ClientHello");
        } else if (taken + body > MAX_BYTES) {
            outcome = TOO_LARGE;
        } else {
            wanted = MESSAGE_HEADER + body;
        }
    }

    private void complete(ByteBuffer bytes, int from, int to, int recordRest) {
        // Nothing may share the hello's record: all that comes next depends on the server's answer.
        outcome =
                recordRest > 0
                        ? new Malformed("the hello's record has " + recordRest + " bytes too many")
                        : new HelloParser(bytes, from, to).parse();
    }
}
