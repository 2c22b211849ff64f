package io.faultline.core.proxyprotocol;

import java.nio.ByteBuffer;
import java.util.HexFormat;

/** Shows the first bytes of something as a person compares them with a packet capture. */
final class SeenBytes {

    private static final int SHOWN = 16;
    private static final HexFormat HEX = HexFormat.ofDelimiter(" ");

    private SeenBytes() {}

    /** {@code 47 45 54 20 "GET "}; bytes behind those taken are shown too, and stay where they are. */
    static String text(byte[] taken, int size, ByteBuffer rest) {
        int fromTaken = Math.min(SHOWN, size);
        int fromRest = Math.min(SHOWN - fromTaken, rest.remaining());
        byte[] shown = new byte[fromTaken + fromRest];
        System.arraycopy(taken, 0, shown, 0, fromTaken);
        rest.get(rest.position(), shown, fromTaken, fromRest);
        return shown.length == 0
                ? "nothing"
                : HEX.formatHex(shown) + " \"" + printable(shown) + '"';
    }

    private static String printable(byte[] bytes) {
        var text = new StringBuilder(bytes.length);
        for (byte one : bytes) {
            text.append(one >= ' ' && one <= '~' ? (char) one : '.');
        }
        return text.toString();
    }
}
