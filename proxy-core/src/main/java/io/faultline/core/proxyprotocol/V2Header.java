package io.faultline.core.proxyprotocol;

import io.faultline.core.address.PeerAddress;
import io.faultline.core.proxyprotocol.Decoded.Announced;
import io.faultline.core.proxyprotocol.Decoded.Malformed;

/** The binary header, section 2.2: 16 fixed bytes, two addresses, and TLVs that we check and skip. */
final class V2Header {

    static final byte[] SIGNATURE = {
        '\r', '\n', '\r', '\n', 0, '\r', '\n', 'Q', 'U', 'I', 'T', '\n'
    };
    static final int FIXED_BYTES = 16;

    static final int LOCAL = 0x20; // version 2 in the high half of the byte
    static final int PROXY = 0x21;
    static final int TCP_OVER_V4 = 0x11;
    static final int TCP_OVER_V6 = 0x21;

    private static final int MAX_FAMILY = 3; // UNSPEC, INET, INET6, UNIX
    private static final int MAX_TRANSPORT = 2; // UNSPEC, STREAM, DGRAM

    private V2Header() {}

    /** The length of the whole header, once the fixed part is there. */
    static int totalBytes(byte[] header) {
        return FIXED_BYTES + unsignedShort(header, 14);
    }

    static Decoded checkFixedPart(byte[] header, int maxBytes) {
        int versionAndCommand = header[12] & 0xff;
        if (versionAndCommand != LOCAL && versionAndCommand != PROXY) {
            return Malformed.because(
                    "version and command are 0x%02x, not 0x20 or 0x21"
                            .formatted(versionAndCommand));
        }
        int familyAndTransport = header[13] & 0xff;
        boolean known =
                familyAndTransport >>> 4 <= MAX_FAMILY
                        && (familyAndTransport & 0xf) <= MAX_TRANSPORT;
        if (!known && versionAndCommand == PROXY) { // LOCAL: the family is ignored
            return Malformed.because(
                    "family and transport are 0x%02x, which the specification does not know"
                            .formatted(familyAndTransport));
        }
        return totalBytes(header) <= maxBytes
                ? Decoded.NEED_MORE
                : Malformed.because(
                        "a version 2 header of %d bytes, more than %d"
                                .formatted(totalBytes(header), maxBytes));
    }

    static Decoded parse(byte[] header, int size) {
        int family = header[13] >>> 4 & 0xf;
        int transport = header[13] & 0xf;
        boolean unspecified = family == 0 || transport == 0;
        if ((header[12] & 0xff) == LOCAL || unspecified) {
            return Decoded.OWN_ADDRESSES; // the block is discarded whatever it holds
        }
        int addressBytes = addressBytes(family);
        if (FIXED_BYTES + addressBytes > size) {
            return Malformed.because(
                    "two addresses of family %d take %d bytes, the header has %d"
                            .formatted(family, addressBytes, size - FIXED_BYTES));
        }
        String problem = Tlvs.problem(header, FIXED_BYTES + addressBytes, size);
        if (problem != null) {
            return Malformed.because(problem);
        }
        return switch (header[13]) {
            case TCP_OVER_V4 -> announced(header, 4);
            case TCP_OVER_V6 -> announced(header, 16);
            // Datagrams and UNIX sockets: valid, but no address a TCP connection can have.
            default -> Decoded.OWN_ADDRESSES;
        };
    }

    private static int addressBytes(int family) {
        return switch (family) {
            case 1 -> 2 * 4 + 2 * 2;
            case 2 -> 2 * 16 + 2 * 2;
            default -> 2 * 108;
        };
    }

    private static Decoded announced(byte[] header, int length) {
        int ports = FIXED_BYTES + 2 * length;
        return new Announced(
                PeerAddress.fromBytes(header, FIXED_BYTES, length, unsignedShort(header, ports)),
                PeerAddress.fromBytes(
                        header, FIXED_BYTES + length, length, unsignedShort(header, ports + 2)));
    }

    static int unsignedShort(byte[] bytes, int at) {
        return (bytes[at] & 0xff) << 8 | bytes[at + 1] & 0xff;
    }
}
