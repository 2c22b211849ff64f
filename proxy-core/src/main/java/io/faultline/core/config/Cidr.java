package io.faultline.core.config;

import java.util.Arrays;
import java.util.HexFormat;

/** An address range: {@code 10.0.0.0/8}, {@code 2001:db8::/32}. A lone address is its own range. */
public record Cidr(byte[] network, int prefixBits) {

    public Cidr {
        network = network.clone();
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

    @Override
    public String toString() {
        return HexFormat.of().formatHex(network) + "/" + prefixBits;
    }
}
