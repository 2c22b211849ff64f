package io.faultline.core.proxyprotocol;

import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** The type-length-value fields behind the addresses of a version 2 header. */
final class Tlvs {

    private static final int HEAD_BYTES = 3;
    private static final int CRC32C_TYPE = 0x03;
    private static final int CRC32C_BYTES = 4;
    private static final int NONE = -1;

    private Tlvs() {}

    /** What is wrong with the fields from here to the end, or null. A checksum is verified. */
    static @Nullable String problem(byte[] header, int from, int size) {
        int checksumAt = NONE;
        int at = from;
        while (at < size) {
            int length = size - at < HEAD_BYTES ? NONE : V2Header.unsignedShort(header, at + 1);
            if (length == NONE || length > size - at - HEAD_BYTES) {
                return "the TLV at byte " + at + " does not fit into the header";
            }
            if (header[at] == CRC32C_TYPE) {
                if (length != CRC32C_BYTES || checksumAt != NONE) {
                    return "a header has at most one CRC32c, of 4 bytes";
                }
                checksumAt = at + HEAD_BYTES;
            }
            at += HEAD_BYTES + length;
        }
        return checksumAt == NONE || checksumIsRight(header, checksumAt, size)
                ? null
                : "the CRC32c does not match the header";
    }

    // Section 2.2.3: over the whole header, with zeros where the checksum stands.
    private static boolean checksumIsRight(byte[] header, int at, int size) {
        var checksum = new CRC32C();
        checksum.update(header, 0, at);
        checksum.update(new byte[CRC32C_BYTES], 0, CRC32C_BYTES);
        checksum.update(header, at + CRC32C_BYTES, size - at - CRC32C_BYTES);
        long written =
                (long) V2Header.unsignedShort(header, at) << 16
                        | V2Header.unsignedShort(header, at + 2);
        return checksum.getValue() == written;
    }
}
