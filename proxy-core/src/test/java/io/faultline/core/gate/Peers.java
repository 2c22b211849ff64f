package io.faultline.core.gate;

import io.faultline.core.address.IpPrefix;
import io.faultline.core.address.PeerAddress;
import java.net.InetAddress;
import java.net.UnknownHostException;

/** Addresses and ranges as a person writes them. */
final class Peers {

    private Peers() {}

    static PeerAddress peer(String literal) {
        return PeerAddress.fromBytes(bytes(literal), 0, bytes(literal).length, 40_000);
    }

    static IpPrefix range(String cidr) {
        int slash = cidr.indexOf('/');
        return IpPrefix.of(
                bytes(cidr.substring(0, slash)), Integer.parseInt(cidr.substring(slash + 1)));
    }

    private static byte[] bytes(String literal) {
        try {
            return InetAddress.getByName(literal).getAddress();
        } catch (UnknownHostException notALiteral) {
            throw new AssertionError(notALiteral);
        }
    }
}
