package io.faultline.testkit.net;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/**
 * Cuts a PROXY protocol header off the front of a stream without understanding it: the test compares
 * raw bytes, so that the sender's encoder is never checked against a decoder of the same author.
 */
final class ProxyHeader {

    private static final int SIGNATURE_BYTES = 12;
    private static final int V1_MAX_BYTES = 107;

    private ProxyHeader() {}

    static byte[] read(InputStream in) throws IOException {
        var header = new ByteArrayOutputStream();
        int first = take(in, header);
        if (first == 'P') {
            readLine(in, header);
        } else if (first == '\r') {
            readBinary(in, header);
        } else {
            throw new IOException("not a PROXY protocol header: starts with byte " + first);
        }
        return header.toByteArray();
    }

    private static void readLine(InputStream in, ByteArrayOutputStream header) throws IOException {
        while (take(in, header) != '\n') {
            if (header.size() > V1_MAX_BYTES) {
                throw new IOException("a PROXY v1 header longer than 107 bytes: " + header);
            }
        }
    }

    private static void readBinary(InputStream in, ByteArrayOutputStream header)
            throws IOException {
        for (int i = 1; i < SIGNATURE_BYTES + 2; i++) {
            take(in, header); // the rest of the signature, version and command, family
        }
        int length = take(in, header) << 8 | take(in, header);
        for (int i = 0; i < length; i++) {
            take(in, header);
        }
    }

    private static int take(InputStream in, ByteArrayOutputStream header) throws IOException {
        int next = in.read();
        if (next < 0) {
            throw new EOFException("the stream ended inside the PROXY header: " + header);
        }
        header.write(next);
        return next;
    }
}
