package io.faultline.l7.route.match;

/** The parts of {@code host:port}, by offset. */
public final class Authority {

    private Authority() {}

    /** Where the host ends: before its port, behind the bracket of an IPv6 address. */
    public static int hostEnd(byte[] bytes, int from, int to) {
        for (int i = to - 1; i >= from; i--) {
            byte b = bytes[i];
            if (b == ':') {
                return i;
            }
            if (b < '0' || b > '9') {
                return to; // not a port: a name, or the bracket of [::1]
            }
        }
        return to;
    }

    /** The same without the dot that may end a full name. */
    public static int bareHostEnd(byte[] bytes, int from, int to) {
        int end = hostEnd(bytes, from, to);
        return end > from && bytes[end - 1] == '.' ? end - 1 : end;
    }
}
