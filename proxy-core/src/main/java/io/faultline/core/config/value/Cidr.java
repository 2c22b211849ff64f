package io.faultline.core.config.value;

import io.faultline.core.address.PeerAddress;
import io.faultline.core.config.text.InvalidValueException;
import io.faultline.core.config.text.IpLiteral;
import io.faultline.core.config.text.Quote;
import java.util.Arrays;

/** An address range: {@code 10.0.0.0/8}, {@code 2001:db8::/32}. A lone address is its own range. */
public record Cidr(byte[] network, int prefixBits) {

    public Cidr {
        network = network.clone();
    }

    /**
     * Refuses bits set to the right of the prefix: whoever writes {@code 10.1.2.3/8} meant either the
     * host or the network, and a firewall must not guess.
     */
    public static Cidr parse(String text) {
        int slash = text.indexOf('/');
        String address = slash < 0 ? text : text.substring(0, slash);
        byte[] bytes = IpLiteral.bytes(address);
        if (bytes == null) {
            throw new InvalidValueException(
                    Quote.of(text)
                            + " is not an address range. Write an IP address with or without a prefix"
                            + " length, such as 10.0.0.0/8 or 2001:db8::/32.");
        }
        boolean mapped = bytes.length == 4 && address.indexOf(':') >= 0;
        int width = mapped ? 128 : bytes.length * 8;
        int bits = slash < 0 ? width : prefixBits(text, text.substring(slash + 1), width);
        if (mapped) {
            // A dual-stack socket shows IPv4 clients this way; rules are kept in one form only.
            throw new InvalidValueException(
                    "%s is an IPv4 address in IPv6 clothes. Write %s/%d."
                            .formatted(Quote.of(text), addressText(bytes), Math.max(0, bits - 96)));
        }
        byte[] network = masked(bytes, bits);
        if (!Arrays.equals(network, bytes)) {
            throw new InvalidValueException(
                    "%s has bits set right of its prefix. Write %s for the network, or %s for the one"
                                    .formatted(Quote.of(text), new Cidr(network, bits), address)
                            + " address.");
        }
        return new Cidr(network, bits);
    }

    private static int prefixBits(String text, String digits, int width) {
        if (digits.matches("0|[1-9][0-9]{0,2}") && Integer.parseInt(digits) <= width) {
            return Integer.parseInt(digits);
        }
        byte[] mask = IpLiteral.bytes(digits);
        for (int bits = 0; mask != null && mask.length * 8 == width && bits <= width; bits++) {
            if (Arrays.equals(mask, masked(allOnes(mask.length), bits))) {
                throw new InvalidValueException(
                        "%s has a netmask. Write its length: %s/%d."
                                .formatted(
                                        Quote.of(text),
                                        text.substring(0, text.indexOf('/')),
                                        bits));
            }
        }
        throw new InvalidValueException(
                "%s has the prefix length %s. It is a number from 0 to %d."
                        .formatted(Quote.of(text), Quote.of(digits), width));
    }

    private static byte[] allOnes(int length) {
        byte[] ones = new byte[length];
        Arrays.fill(ones, (byte) 0xFF);
        return ones;
    }

    private static String addressText(byte[] address) {
        return PeerAddress.fromBytes(address, 0, address.length, 0).addressText();
    }

    private static byte[] masked(byte[] address, int prefixBits) {
        byte[] network = address.clone();
        for (int i = 0; i < network.length; i++) {
            int kept = Math.clamp(prefixBits - 8L * i, 0, 8);
            network[i] &= (byte) (0xFF00 >> kept);
        }
        return network;
    }

    @Override
    public byte[] network() {
        return network.clone();
    }

    public boolean isV6() {
        return network.length == 16;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Cidr that
                && prefixBits == that.prefixBits
                && Arrays.equals(network, that.network);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(network) * 31 + prefixBits;
    }

    /** As it is written: {@code 10.0.0.0/8}. */
    @Override
    public String toString() {
        return addressText(network) + "/" + prefixBits;
    }
}
