package io.faultline.l7.message;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The field names that mean something to a proxy; all others are only passed on. */
public enum KnownField {
    HOST,
    CONNECTION,
    CONTENT_LENGTH,
    TRANSFER_ENCODING,
    TE,
    TRAILER,
    UPGRADE,
    KEEP_ALIVE,
    PROXY_CONNECTION,
    PROXY_AUTHENTICATE,
    PROXY_AUTHORIZATION,
    HTTP2_SETTINGS,
    EXPECT,
    VIA,
    FORWARDED,
    X_FORWARDED_FOR,
    X_FORWARDED_PROTO,
    X_FORWARDED_HOST,
    X_FORWARDED_PORT,
    X_REQUEST_ID,
    TRACEPARENT,
    TRACESTATE,
    COOKIE,
    SET_COOKIE,
    ACCEPT,
    CONTENT_TYPE,
    LOCATION,
    DATE,
    SERVER,
    USER_AGENT,
    REFERER,
    RETRY_AFTER,
    PROXY_STATUS,
    SERVER_TIMING,
    SEC_WEBSOCKET_KEY,
    SEC_WEBSOCKET_ACCEPT,
    GRPC_TIMEOUT,
    GRPC_STATUS;

    private static final int SLOTS = 256; // a power of two
    private static final KnownField[][] TABLE = new KnownField[SLOTS][];

    static {
        for (KnownField field : values()) {
            int slot = slot(field.lower, 0, field.lower.length);
            KnownField[] before = TABLE[slot] == null ? new KnownField[0] : TABLE[slot];
            KnownField[] after = java.util.Arrays.copyOf(before, before.length + 1);
            after[before.length] = field;
            TABLE[slot] = after;
        }
    }

    private final String label = name().toLowerCase(Locale.ROOT).replace('_', '-');
    private final byte[] lower = label.getBytes(StandardCharsets.US_ASCII);

    /** The name in lower case. */
    public String label() {
        return label;
    }

    /** One bit for each of these, for {@link Fields#hasAny}. */
    public static long mask(KnownField... fields) {
        long mask = 0;
        for (KnownField field : fields) {
            mask |= field.bit();
        }
        return mask;
    }

    /** The {@link #mask} of this one alone. */
    public long bit() {
        return 1L << ordinal();
    }

    /** The name in lower case; not to be written to. */
    byte[] lowerBytes() {
        return lower;
    }

    /** The field with this name in whatever case, or null. */
    public static @Nullable KnownField of(byte[] bytes, int from, int to) {
        if (from == to) {
            return null;
        }
        KnownField[] candidates = TABLE[slot(bytes, from, to)];
        if (candidates != null) {
            for (KnownField candidate : candidates) {
                if (Ascii.equalsIgnoreCase(bytes, from, to, candidate.lower)) {
                    return candidate;
                }
            }
        }
        return null;
    }

    private static int slot(byte[] bytes, int from, int to) {
        int first = bytes[from] | 0x20;
        int last = bytes[to - 1] | 0x20;
        return ((to - from) * 37 + first * 11 + last) & (SLOTS - 1);
    }
}
