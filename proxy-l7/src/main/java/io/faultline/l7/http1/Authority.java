package io.faultline.l7.http1;

import io.faultline.l7.message.Ascii;
import org.jspecify.annotations.Nullable;

/**
 * {@code host[:port]}, as it stands in Host and in targets.
 *
 * <p>RFC 3986 allows far more in a name than any host has; what is left out here (commas, percent
 * escapes, user information, zones) only ever served to make two readers see two hosts.
 */
final class Authority {

    private static final int MAX_PORT = 65_535;

    private Authority() {}

    /** What is wrong with it, or null. */
    static @Nullable String fault(byte[] bytes, int from, int to) {
        int hostEnd = hostEnd(bytes, from, to);
        boolean host = hostEnd >= 0 && isHost(bytes, from, hostEnd);
        if (host && (hostEnd == to || port(bytes, hostEnd + 1, to, 0) >= 0)) {
            return null;
        }
        if (Syntax.indexOf((byte) '@', bytes, from, to) >= 0) {
            return "RFC 9110 4.2.4: user information in an authority";
        }
        return host
                ? "RFC 3986 3.2.3: a port that is no number up to 65535"
                : "RFC 9110 7.2: not a host with an optional port";
    }

    static boolean hasPort(byte[] bytes, int from, int to) {
        int hostEnd = hostEnd(bytes, from, to);
        return hostEnd >= 0 && to - hostEnd > 1;
    }

    /** Whether two of them, both without fault, name the same host and port. */
    static boolean same(
            byte[] bytes, int from, int to, int otherFrom, int otherTo, int defaultPort) {
        int hostEnd = hostEnd(bytes, from, to);
        int otherHostEnd = hostEnd(bytes, otherFrom, otherTo);
        if (hostEnd - from != otherHostEnd - otherFrom) {
            return false;
        }
        for (int i = from, j = otherFrom; i < hostEnd; i++, j++) {
            if (Ascii.lower(bytes[i]) != Ascii.lower(bytes[j])) {
                return false;
            }
        }
        return port(bytes, Math.min(hostEnd + 1, to), to, defaultPort)
                == port(bytes, Math.min(otherHostEnd + 1, otherTo), otherTo, defaultPort);
    }

    /** Where the colon of the port stands, or the end; -1 where neither follows the host. */
    private static int hostEnd(byte[] bytes, int from, int to) {
        if (from < to && bytes[from] == '[') {
            int bracket = Syntax.indexOf((byte) ']', bytes, from, to);
            boolean ends = bracket >= 0 && (bracket + 1 == to || bytes[bracket + 1] == ':');
            return ends ? bracket + 1 : -1;
        }
        int colon = Syntax.indexOf((byte) ':', bytes, from, to);
        return colon < 0 ? to : colon;
    }

    private static boolean isHost(byte[] bytes, int from, int to) {
        if (from < to && bytes[from] == '[') {
            return isIpv6(bytes, from + 1, to - 1);
        }
        return Syntax.skip(Syntax.HOST, bytes, from, to) == to;
    }

    private static boolean isIpv6(byte[] bytes, int from, int to) {
        int colons = 0;
        for (int i = from; i < to; i++) {
            byte b = Ascii.lower(bytes[i]);
            boolean fits = b >= '0' && b <= '9' || b >= 'a' && b <= 'f' || b == '.' || b == ':';
            if (!fits) {
                return false;
            }
            colons += b == ':' ? 1 : 0;
        }
        return colons >= 2;
    }

    /** RFC 3986 3.2.3: an empty port is the default one. */
    private static int port(byte[] bytes, int from, int to, int whenEmpty) {
        if (from == to) {
            return whenEmpty;
        }
        int port = 0;
        for (int i = from; i < to; i++) {
            int digit = bytes[i] - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            port = port * 10 + digit;
            if (port > MAX_PORT) {
                return -1;
            }
        }
        return port;
    }
}
