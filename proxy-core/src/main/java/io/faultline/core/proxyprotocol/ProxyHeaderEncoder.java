package io.faultline.core.proxyprotocol;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.faultline.core.address.PeerAddress;
import java.nio.ByteBuffer;

/**
 * Writes the header that tells an endpoint who the client is: who connected, and to which address of
 * ours. A header has one family; where client and destination differ (a dual-stack balancer in front
 * of us may announce such a pair) the IPv4 one is written in its v4-mapped form.
 */
public final class ProxyHeaderEncoder {

    /** Room that is enough for every header of either version. */
    public static final int MAX_BYTES = V1Line.MAX_BYTES;

    private ProxyHeaderEncoder() {}

    public static void writeV1(PeerAddress client, PeerAddress destination, ByteBuffer out) {
        boolean isV4 = client.isV4() && destination.isV4();
        var line = new StringBuilder(MAX_BYTES).append(isV4 ? "PROXY TCP4 " : "PROXY TCP6 ");
        line.append(addressText(client, isV4)).append(' ');
        line.append(addressText(destination, isV4)).append(' ');
        line.append(client.port()).append(' ').append(destination.port()).append("\r\n");
        out.put(line.toString().getBytes(US_ASCII));
    }

    /** A connection of our own, a health check for instance, whose socket tells all there is. */
    public static void writeV1Unknown(ByteBuffer out) {
        out.put("PROXY UNKNOWN\r\n".getBytes(US_ASCII));
    }

    public static void writeV2(PeerAddress client, PeerAddress destination, ByteBuffer out) {
        boolean isV4 = client.isV4() && destination.isV4();
        int addressBytes = isV4 ? 4 : 16;
        out.put(V2Header.SIGNATURE);
        out.put((byte) V2Header.PROXY);
        out.put((byte) (isV4 ? V2Header.TCP_OVER_V4 : V2Header.TCP_OVER_V6));
        putShort(2 * addressBytes + 4, out);
        putAddress(client, isV4, out);
        putAddress(destination, isV4, out);
        putShort(client.port(), out);
        putShort(destination.port(), out);
    }

    /** A connection of our own: version 2 has a command for it, which every receiver must accept. */
    public static void writeV2Local(ByteBuffer out) {
        out.put(V2Header.SIGNATURE).put((byte) V2Header.LOCAL).put((byte) 0);
        putShort(0, out);
    }

    private static String addressText(PeerAddress address, boolean isV4) {
        if (isV4 || !address.isV4()) {
            return address.unscopedText();
        }
        // Section 2.1 knows hexadecimal groups only, so not ::ffff:10.0.0.1.
        return "::ffff:%x:%x".formatted(address.low() >>> 16 & 0xffff, address.low() & 0xffff);
    }

    private static void putAddress(PeerAddress address, boolean isV4, ByteBuffer out) {
        if (!isV4) {
            putInt(address.high() >>> 32, out);
            putInt(address.high(), out);
            putInt(address.low() >>> 32, out);
        }
        putInt(address.low(), out);
    }

    // Byte by byte: whoever hands us the buffer may have set another byte order.
    private static void putInt(long value, ByteBuffer out) {
        putShort((int) (value >>> 16), out);
        putShort((int) value, out);
    }

    private static void putShort(int value, ByteBuffer out) {
        out.put((byte) (value >>> 8)).put((byte) value);
    }
}
