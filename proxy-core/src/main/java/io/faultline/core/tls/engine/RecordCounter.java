package io.faultline.core.tls.engine;

import io.faultline.core.wire.Chunk;

/**
 * Follows the boundaries of records (RFC 8446 5.1: five bytes of header, the last two say how long the
 * rest is) in what comes from the peer. When as many records gave plain bytes as have come, and none is
 * half there, BoringSSL has nothing more to tell: it need not be asked, and asking is a good part of what
 * a small record costs.
 */
final class RecordCounter {

    private static final int HEADER = 5;

    private int headerBytes; // of the record that is coming, so far
    private int missing; // bytes of its body that have yet to come
    private int lengthSoFar;

    /** How many records end within these bytes. */
    int count(Chunk input, int from, int to) {
        int complete = 0;
        for (int at = from; at < to; ) {
            if (missing > 0) {
                int taken = Math.min(missing, to - at);
                at += taken;
                missing -= taken;
            } else {
                readHeader(input.at(at++));
            }
            if (headerBytes == HEADER && missing == 0) {
                complete++;
                headerBytes = 0;
            }
        }
        return complete;
    }

    private void readHeader(byte next) {
        headerBytes++;
        if (headerBytes == HEADER - 1) {
            lengthSoFar = next & 0xff;
        } else if (headerBytes == HEADER) {
            missing = lengthSoFar << 8 | next & 0xff;
        }
    }

    /** Whether the last byte was the last one of a record. */
    boolean isBetweenRecords() {
        return headerBytes == 0;
    }
}
