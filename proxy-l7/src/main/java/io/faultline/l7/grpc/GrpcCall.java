package io.faultline.l7.grpc;

import io.faultline.l7.limit.Timer;
import io.faultline.l7.message.Ascii;
import io.faultline.l7.message.Fields;
import io.faultline.l7.message.KnownField;
import io.faultline.l7.message.RequestHead;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Reads of a request what makes it a gRPC call ("gRPC over HTTP2", the protocol's own description). A
 * call is an ordinary POST but for three things: it says how long its client waits, its outcome stands in
 * the trailers, and its client takes a plain error page for a broken server.
 */
public final class GrpcCall {

    private static final byte[] CONTENT_TYPE = Ascii.bytes("application/grpc");
    private static final int MOST_DIGITS = 8;

    private GrpcCall() {}

    /** {@code application/grpc}, {@code application/grpc+proto}; not grpc-web, which is another protocol. */
    public static boolean is(RequestHead request) {
        Fields fields = request.fields();
        int field = fields.first(KnownField.CONTENT_TYPE);
        if (field < 0) {
            return false;
        }
        int from = fields.valueStart(field);
        int to = fields.valueEnd(field);
        int end = from + CONTENT_TYPE.length;
        if (end > to || !Ascii.equalsIgnoreCase(fields.bytes(), from, end, CONTENT_TYPE)) {
            return false;
        }
        return end == to || fields.bytes()[end] == '+' || fields.bytes()[end] == ';';
    }

    /** How long the client waits for the whole call, or null where it does not say so. */
    public static @Nullable Timer deadline(RequestHead request) {
        Fields fields = request.fields();
        int field = fields.first(KnownField.GRPC_TIMEOUT);
        if (field < 0 || !is(request)) {
            return null;
        }
        long nanos = nanos(fields.bytes(), fields.valueStart(field), fields.valueEnd(field));
        return nanos < 0
                ? null
                : new Timer(nanos, "grpc-timeout=" + fields.value(field) + " (the client's)");
    }

    /** At most 8 digits and a unit; -1 for what is none: it is passed on, for the endpoint to judge. */
    private static long nanos(byte[] bytes, int from, int to) {
        int digits = to - from - 1;
        if (digits < 1 || digits > MOST_DIGITS) {
            return -1;
        }
        long number = 0;
        for (int i = from; i < to - 1; i++) {
            int digit = bytes[i] - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            number = number * 10 + digit;
        }
        return switch (bytes[to - 1]) {
            case 'H' -> TimeUnit.HOURS.toNanos(number);
            case 'M' -> TimeUnit.MINUTES.toNanos(number);
            case 'S' -> TimeUnit.SECONDS.toNanos(number);
            case 'm' -> TimeUnit.MILLISECONDS.toNanos(number);
            case 'u' -> TimeUnit.MICROSECONDS.toNanos(number);
            case 'n' -> number;
            default -> -1;
        };
    }
}
