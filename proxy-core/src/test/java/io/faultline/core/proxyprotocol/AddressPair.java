package io.faultline.core.proxyprotocol;

import io.faultline.core.address.PeerAddress;
import java.util.Random;

/** A client and the address it connected to. */
record AddressPair(PeerAddress client, PeerAddress destination) {

    static final AddressPair V4 =
            new AddressPair(
                    PeerAddress.ofV4(0x0a000001, 56_324), PeerAddress.ofV4(0x0a000002, 443));

    /** Both of one family. */
    static AddressPair random(Random random) {
        int length = random.nextBoolean() ? 4 : 16;
        return new AddressPair(address(length, random), address(length, random));
    }

    private static PeerAddress address(int length, Random random) {
        byte[] bytes = new byte[length];
        if (random.nextInt(4) > 0) {
            random.nextBytes(bytes);
        }
        for (int zero = random.nextInt(length); zero < random.nextInt(length + 1); zero++) {
            bytes[zero] = 0; // runs of zeros, for "::"
        }
        return PeerAddress.fromBytes(bytes, 0, length, random.nextInt(65_536));
    }
}
