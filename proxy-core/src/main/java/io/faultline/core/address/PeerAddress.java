package io.faultline.core.address;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Objects;

/**
 * An IP address and a port in one small object: what a connection costs us to know its client.
 *
 * <p>The accept path reads the address straight out of the kernel's {@code sockaddr}; an {@link
 * InetSocketAddress} would cost five objects per connection, most of which nobody ever looks at.
 *
 * <p>An IPv4 address is kept in its v4-mapped form (RFC 4291 2.5.5.2), so that {@code ::ffff:10.0.0.1},
 * which a dual-stack listener sees, and {@code 10.0.0.1} are one client: they are equal, hash alike,
 * fall under the same rules and are written the same.
 */
public final class PeerAddress {

    private static final long V4_MAPPED = 0xffff_0000_0000L;

    private final long high;
    private final long low;
    private final int port;
    private final int scopeId;

    private PeerAddress(long high, long low, int port, int scopeId) {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("a port is 0..65535, not " + port);
        }
        this.high = high;
        this.low = low;
        this.port = port;
        this.scopeId = isV4() ? 0 : scopeId; // IPv4 knows no scopes
    }

    /** The address as one big-endian number: 10.0.0.1 is {@code 0x0a000001}. */
    public static PeerAddress ofV4(int address, int port) {
        return new PeerAddress(0, V4_MAPPED | Integer.toUnsignedLong(address), port, 0);
    }

    /** The two halves of the address as big-endian numbers; the scope is 0 where there is none. */
    public static PeerAddress ofV6(long high, long low, int port, int scopeId) {
        return new PeerAddress(high, low, port, scopeId);
    }

    /** Reads 4 or 16 bytes in network order. */
    public static PeerAddress fromBytes(byte[] address, int offset, int length, int port) {
        Objects.checkFromIndexSize(offset, length, address.length);
        return switch (length) {
            case 4 -> ofV4((int) bigEndian(address, offset, 4), port);
            case 16 ->
                    ofV6(bigEndian(address, offset, 8), bigEndian(address, offset + 8, 8), port, 0);
            default ->
                    throw new IllegalArgumentException(
                            "an IP address has 4 or 16 bytes, not " + length);
        };
    }

    public static PeerAddress from(InetSocketAddress socketAddress) {
        InetAddress address = socketAddress.getAddress();
        if (address == null) {
            throw new IllegalArgumentException("not resolved: " + socketAddress);
        }
        byte[] bytes = address.getAddress();
        PeerAddress plain = fromBytes(bytes, 0, bytes.length, socketAddress.getPort());
        return address instanceof Inet6Address v6 && v6.getScopeId() != 0
                ? new PeerAddress(plain.high, plain.low, plain.port, v6.getScopeId())
                : plain;
    }

    private static long bigEndian(byte[] bytes, int offset, int count) {
        long value = 0;
        for (int i = offset; i < offset + count; i++) {
            value = value << 8 | (bytes[i] & 0xff);
        }
        return value;
    }

    public boolean isV4() {
        return high == 0 && low >>> 32 == V4_MAPPED >>> 32;
    }

    /** The first 64 bits of the address; of an IPv4 address those of its v4-mapped form: 0. */
    public long high() {
        return high;
    }

    /** The last 64 bits of the address; of an IPv4 address those of its v4-mapped form. */
    public long low() {
        return low;
    }

    public int port() {
        return port;
    }

    /** Which of our links a link-local IPv6 address is on, or 0. */
    public int scopeId() {
        return scopeId;
    }

    public PeerAddress withPort(int otherPort) {
        return new PeerAddress(high, low, otherPort, scopeId);
    }

    /** The address alone, in network order: 4 bytes for IPv4, else 16. */
    public byte[] addressBytes() {
        byte[] bytes = new byte[isV4() ? 4 : 16];
        for (int i = 1; i <= bytes.length; i++) {
            long half = i <= 8 ? low : high;
            bytes[bytes.length - i] = (byte) (half >>> 8 * ((i - 1) & 7));
        }
        return bytes;
    }

    public InetSocketAddress toInetSocketAddress() {
        try {
            byte[] bytes = addressBytes();
            InetAddress address =
                    scopeId == 0
                            ? InetAddress.getByAddress(bytes)
                            : Inet6Address.getByAddress(null, bytes, scopeId);
            return new InetSocketAddress(address, port);
        } catch (UnknownHostException impossible) {
            throw new AssertionError("4 and 16 bytes are always an address", impossible);
        }
    }

    /**
     * A well-mixed number of the address without the port, the same in every process and release: it
     * decides which endpoint a client is sent to, and a restart must not shuffle them.
     */
    public long sourceHash() {
        return mix(mix(high + 0x9e37_79b9_7f4a_7c15L) ^ low);
    }

    /**
     * As {@link #sourceHash}, but one number for all of an IPv6 /64: whoever has one of its addresses has
     * them all, and could be as many clients as it likes.
     */
    public long networkHash() {
        return isV4() ? sourceHash() : mix(mix(high + 0x9e37_79b9_7f4a_7c15L));
    }

    /** The finalizer of SplitMix64: every bit of the input moves every bit of the output. */
    private static long mix(long value) {
        long mixed = (value ^ value >>> 30) * 0xbf58_476d_1ce4_e5b9L;
        mixed = (mixed ^ mixed >>> 27) * 0x94d0_49bb_1331_11ebL;
        return mixed ^ mixed >>> 31;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PeerAddress that
                && high == that.high
                && low == that.low
                && port == that.port
                && scopeId == that.scopeId;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(sourceHash()) * 31 + port;
    }

    /** The address alone: {@code 10.0.0.1}, {@code 2001:db8::1}, {@code fe80::1%2}. */
    public String addressText() {
        return AddressText.append(this, new StringBuilder(40)).toString();
    }

    /** As {@link #addressText}, without the scope, which means nothing on another host. */
    public String unscopedText() {
        return scopeId == 0 ? addressText() : new PeerAddress(high, low, port, 0).addressText();
    }

    /** {@code 10.0.0.1:1234} or {@code [::1]:80}. */
    @Override
    public String toString() {
        var text = new StringBuilder(48);
        if (isV4()) {
            AddressText.append(this, text);
        } else {
            AddressText.append(this, text.append('[')).append(']');
        }
        return text.append(':').append(port).toString();
    }
}
