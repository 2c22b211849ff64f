package io.faultline.l7.http2.hpack;

import io.faultline.l7.message.Ascii;
import io.faultline.l7.message.KnownField;
import org.jspecify.annotations.Nullable;

/** RFC 7541 appendix A: the entries 1 to 61 that both sides know. */
final class StaticTable {

    static final int LENGTH = 61;

    static final int GET = 2;
    static final int POST = 3;
    static final int SLASH = 4;
    static final int HTTP = 6;
    static final int HTTPS = 7;
    static final int STATUS = 8;
    static final int ACCEPT_ENCODING = 16;
    static final int AUTHORIZATION = 23;
    static final int CONTENT_LENGTH = 28;
    static final int COOKIE = 32;
    static final int PROXY_AUTHORIZATION = 49;
    static final int SET_COOKIE = 55;

    private static final String[][] ENTRIES = {
        {":authority", ""},
        {":method", "GET"},
        {":method", "POST"},
        {":path", "/"},
        {":path", "/index.html"},
        {":scheme", "http"},
        {":scheme", "https"},
        {":status", "200"},
        {":status", "204"},
        {":status", "206"},
        {":status", "304"},
        {":status", "400"},
        {":status", "404"},
        {":status", "500"},
        {"accept-charset", ""},
        {"accept-encoding", "gzip, deflate"},
        {"accept-language", ""},
        {"accept-ranges", ""},
        {"accept", ""},
        {"access-control-allow-origin", ""},
        {"age", ""},
        {"allow", ""},
        {"authorization", ""},
        {"cache-control", ""},
        {"content-disposition", ""},
        {"content-encoding", ""},
        {"content-language", ""},
        {"content-length", ""},
        {"content-location", ""},
        {"content-range", ""},
        {"content-type", ""},
        {"cookie", ""},
        {"date", ""},
        {"etag", ""},
        {"expect", ""},
        {"expires", ""},
        {"from", ""},
        {"host", ""},
        {"if-match", ""},
        {"if-modified-since", ""},
        {"if-none-match", ""},
        {"if-range", ""},
        {"if-unmodified-since", ""},
        {"last-modified", ""},
        {"link", ""},
        {"location", ""},
        {"max-forwards", ""},
        {"proxy-authenticate", ""},
        {"proxy-authorization", ""},
        {"range", ""},
        {"referer", ""},
        {"refresh", ""},
        {"retry-after", ""},
        {"server", ""},
        {"set-cookie", ""},
        {"strict-transport-security", ""},
        {"transfer-encoding", ""},
        {"user-agent", ""},
        {"vary", ""},
        {"via", ""},
        {"www-authenticate", ""}
    };

    private static final byte[][] LINES = new byte[LENGTH + 1][];
    private static final byte[][] NAMES = new byte[LENGTH + 1][];
    private static final int[] FACTS = new int[LENGTH + 1];

    private static final int SLOTS = 256; // a power of two
    private static final byte[] FIRST_IN_SLOT = new byte[SLOTS];
    private static final byte[] NEXT_IN_SLOT = new byte[LENGTH + 1];
    private static final byte[] OF_KNOWN = new byte[KnownField.values().length];

    static {
        byte[] none = new byte[0];
        LINES[0] = none;
        NAMES[0] = none;
        for (int index = LENGTH; index >= 1; index--) {
            String name = ENTRIES[index - 1][0];
            NAMES[index] = Ascii.bytes(name);
            LINES[index] = Ascii.bytes(name + ": " + ENTRIES[index - 1][1] + "\r\n");
            FACTS[index] = FieldFacts.ofName(NAMES[index], 0, NAMES[index].length);
            int slot = slot(NAMES[index], 0, NAMES[index].length);
            // The first of equal names is asked first, and found.
            NEXT_IN_SLOT[index] = FIRST_IN_SLOT[slot];
            FIRST_IN_SLOT[slot] = (byte) index;
        }
        for (KnownField known : KnownField.values()) {
            byte[] name = Ascii.bytes(known.label());
            OF_KNOWN[known.ordinal()] = (byte) find(name, 0, name.length);
        }
    }

    private StaticTable() {}

    /** The whole entry as a line of HTTP/1; not to be written to. */
    static byte[] line(int index) {
        return LINES[index];
    }

    static int nameLength(int index) {
        return NAMES[index].length;
    }

    static int facts(int index) {
        return FACTS[index];
    }

    /** The first entry with this name, in whatever case; 0 if there is none. */
    static int find(byte[] bytes, int from, int to) {
        if (from < to) {
            for (int i = FIRST_IN_SLOT[slot(bytes, from, to)]; i > 0; i = NEXT_IN_SLOT[i]) {
                if (Ascii.equalsIgnoreCase(bytes, from, to, NAMES[i])) {
                    return i;
                }
            }
        }
        return 0;
    }

    /** The same for a field whose name is known. */
    static int find(@Nullable KnownField known, byte[] bytes, int from, int to) {
        return known == null ? find(bytes, from, to) : OF_KNOWN[known.ordinal()];
    }

    private static int slot(byte[] bytes, int from, int to) {
        int first = bytes[from] | 0x20;
        int last = bytes[to - 1] | 0x20;
        int middle = bytes[from + to >>> 1] | 0x20;
        return ((to - from) * 37 + first * 11 + middle * 5 + last) & (SLOTS - 1);
    }
}
