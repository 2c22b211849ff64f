package io.faultline.core.address;

/**
 * A range of addresses that begin alike: {@code 10.0.0.0/8}, {@code 2001:db8::/32}.
 *
 * <p>As in {@link PeerAddress} an IPv4 range is kept in its v4-mapped form, 96 bits longer. Bits behind
 * the prefix are cleared: {@code 10.1.2.3/8} is {@code 10.0.0.0/8}.
 *
 * @param mappedBits how many leading bits of the 128 count, 96 more than written for IPv4
 */
public record IpPrefix(long high, long low, int mappedBits) {

    private static final int V4_OFFSET = 96;

    public IpPrefix {
        if (mappedBits < 0 || mappedBits > 128) {
            throw new IllegalArgumentException("a prefix has 0..128 bits, not " + mappedBits);
        }
        high &= maskHigh(mappedBits);
        low &= maskLow(mappedBits);
    }

    /** The network in network order, 4 or 16 bytes, and the bits as they are written behind the slash. */
    public static IpPrefix of(byte[] network, int bits) {
        if (bits < 0 || bits > network.length * 8) {
            throw new IllegalArgumentException(
                    "a prefix of " + network.length + " bytes cannot have " + bits + " bits");
        }
        PeerAddress address = PeerAddress.fromBytes(network, 0, network.length, 0);
        int offset = network.length == 4 ? V4_OFFSET : 0;
        return new IpPrefix(address.high(), address.low(), bits + offset);
    }

    /** Whether it holds IPv4 clients. {@code ::/0} does not: it is about IPv6 only. */
    public boolean isV4() {
        return mappedBits >= V4_OFFSET && firstAddress().isV4();
    }

    long lastHigh() {
        return high | ~maskHigh(mappedBits);
    }

    long lastLow() {
        return low | ~maskLow(mappedBits);
    }

    private PeerAddress firstAddress() {
        return PeerAddress.ofV6(high, low, 0, 0);
    }

    private static long maskHigh(int bits) {
        return leadingOnes(Math.min(bits, 64));
    }

    private static long maskLow(int bits) {
        return leadingOnes(Math.max(bits - 64, 0));
    }

    private static long leadingOnes(int count) {
        return count == 0 ? 0 : -1L << 64 - count;
    }

    @Override
    public String toString() {
        return firstAddress().addressText() + '/' + (isV4() ? mappedBits - V4_OFFSET : mappedBits);
    }
}
