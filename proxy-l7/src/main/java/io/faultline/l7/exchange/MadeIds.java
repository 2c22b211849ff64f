package io.faultline.l7.exchange;

import io.faultline.l7.config.HttpConfig;
import io.faultline.l7.config.Propagation;
import io.faultline.l7.message.Ascii;
import io.faultline.l7.message.Fields;
import io.faultline.l7.message.PreparedFields;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The names we give to a request that came without any: X-Request-Id and traceparent. The lines are
 * there already, and only their digits are made anew. On the worker's loop only.
 */
final class MadeIds {

    private static final byte[] REQUEST_ID = Ascii.bytes("X-Request-Id");
    private static final byte[] TRACEPARENT = Ascii.bytes("traceparent");
    private static final byte[] ID_DIGITS = Ascii.bytes("0".repeat(32));

    /** W3C Trace Context. Not sampled: that is for who records traces. */
    private static final byte[] TRACE_DIGITS =
            Ascii.bytes("00-" + "0".repeat(32) + "-" + "0".repeat(16) + "-00");

    private static final int TRACE_ID = 3;
    private static final int PARENT_ID = 36;
    private static final int WORD = 16; // digits of 64 bits

    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final HttpService service;
    private final Line requestId;
    private final Line traceParent;
    private final Line both;

    MadeIds(HttpService service, HttpConfig config) {
        this.service = service;
        this.requestId = new Line(true, false);
        this.traceParent = new Line(false, true);
        this.both =
                new Line(
                        config.requestId() != Propagation.OFF,
                        config.traceparent() != Propagation.OFF);
    }

    PreparedFields requestId() {
        return requestId.anew();
    }

    PreparedFields traceParent() {
        return traceParent.anew();
    }

    /** Those of the two that the configuration asks for. */
    PreparedFields both() {
        return both.anew();
    }

    private final class Line {

        private final PreparedFields lines;
        private final int id; // where its digits are, or -1
        private final int trace;

        Line(boolean withId, boolean withTrace) {
            var draft = new Fields();
            id = withId ? digitsOf(draft, REQUEST_ID, ID_DIGITS) : -1;
            trace = withTrace ? digitsOf(draft, TRACEPARENT, TRACE_DIGITS) : -1;
            lines = draft.prepared();
        }

        private static int digitsOf(Fields draft, byte[] name, byte[] digits) {
            draft.add(name, digits);
            return draft.valueStart(draft.count() - 1);
        }

        PreparedFields anew() {
            byte[] bytes = lines.bytes();
            if (id >= 0) {
                random(bytes, id);
                random(bytes, id + WORD);
            }
            if (trace >= 0) {
                random(bytes, trace + TRACE_ID);
                random(bytes, trace + TRACE_ID + WORD);
                random(bytes, trace + PARENT_ID);
            }
            return lines;
        }
    }

    private void random(byte[] bytes, int at) {
        long bits = service.random() | 1; // W3C: not all zero
        LONGS.set(bytes, at, hex((int) (bits >>> 32)));
        LONGS.set(bytes, at + Long.BYTES, hex((int) bits));
    }

    /** Eight digits in lower case, the first one in the lowest byte. */
    static long hex(int bits) {
        long spread = Integer.toUnsignedLong(Integer.reverseBytes(bits));
        spread = (spread | spread << 16) & 0x0000_ffff_0000_ffffL;
        spread = (spread | spread << 8) & 0x00ff_00ff_00ff_00ffL;
        // a byte of its own for each digit, the high one first
        long digits =
                (spread >>> 4 & 0x000f_000f_000f_000fL) | (spread & 0x000f_000f_000f_000fL) << 8;
        long letters = (digits + 0x0606_0606_0606_0606L) >>> 4 & 0x0101_0101_0101_0101L; // above 9
        return digits + 0x3030_3030_3030_3030L + letters * ('a' - '0' - 10);
    }
}
