package io.faultline.core.proxyprotocol;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import io.faultline.core.address.PeerAddress;
import io.faultline.core.proxyprotocol.Decoded.Announced;
import io.faultline.core.proxyprotocol.Decoded.Malformed;

/** The human-readable header, section 2.1: {@code PROXY TCP4 10.0.0.1 10.0.0.2 56324 443} CRLF. */
final class V1Line {

    /** With the CRLF. A line that has not ended by then is refused. */
    static final int MAX_BYTES = 107;

    static final byte[] START = "PROXY ".getBytes(US_ASCII);

    private static final String UNKNOWN = "PROXY UNKNOWN";
    private static final int FIELDS = 6;

    private V1Line() {}

    /** Whether more bytes would tell more: not at the end of a line, nor once no line can come of it. */
    static boolean isWhole(byte[] line, int size) {
        return size == MAX_BYTES || line[size - 1] == '\n' && !isStrayInUnknown(line, size);
    }

    // Section 2.1: behind UNKNOWN anything is ignored until the CRLF, a lone LF too.
    private static boolean isStrayInUnknown(byte[] line, int size) {
        return !endsWithCrLf(line, size) && isUnknown(new String(line, 0, size, ISO_8859_1));
    }

    private static boolean endsWithCrLf(byte[] line, int size) {
        return size > 1 && line[size - 2] == '\r' && line[size - 1] == '\n';
    }

    private static boolean isUnknown(String text) {
        return text.equals(UNKNOWN) || text.startsWith(UNKNOWN + ' ');
    }

    static Decoded parse(byte[] line, int size) {
        if (!endsWithCrLf(line, size)) {
            return Malformed.because(
                    size == MAX_BYTES
                            ? "no CRLF in the first 107 bytes of a version 1 line"
                            : "a version 1 line ends with LF alone, not CRLF");
        }
        String text = new String(line, 0, size - 2, ISO_8859_1);
        return isUnknown(text) ? Decoded.OWN_ADDRESSES : parseFields(text.split(" ", -1));
    }

    private static Decoded parseFields(String[] fields) {
        boolean isV6 = fields[1].equals("TCP6");
        if (!isV6 && !fields[1].equals("TCP4")) {
            return Malformed.because(
                    "the protocol is " + quoted(fields[1]) + ", not TCP4, TCP6 or UNKNOWN");
        }
        if (fields.length != FIELDS) {
            return Malformed.because(
                    "a version 1 line has 6 fields with one space between them, not "
                            + fields.length);
        }
        int clientPort = port(fields[4]);
        int destinationPort = port(fields[5]);
        if (clientPort < 0 || destinationPort < 0) {
            return Malformed.because(
                    quoted(fields[clientPort < 0 ? 4 : 5])
                            + " is no port: 0..65535 without leading zeros");
        }
        PeerAddress client = AddressField.parse(fields[2], isV6, clientPort);
        PeerAddress destination = AddressField.parse(fields[3], isV6, destinationPort);
        if (client == null || destination == null) {
            return Malformed.because(
                    quoted(fields[client == null ? 2 : 3])
                            + (isV6 ? " is no IPv6 address" : " is no IPv4 address"));
        }
        return new Announced(client, destination);
    }

    private static int port(String digits) {
        int port = Decimal.parse(digits, 5);
        return port <= 65_535 ? port : Decimal.INVALID;
    }

    private static String quoted(String field) {
        var text = new StringBuilder(field.length() + 2).append('"');
        for (int i = 0; i < field.length(); i++) {
            char c = field.charAt(i);
            text.append(c >= ' ' && c <= '~' ? c : '.');
        }
        return text.append('"').toString();
    }
}
