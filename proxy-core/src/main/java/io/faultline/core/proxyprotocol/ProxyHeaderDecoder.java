package io.faultline.core.proxyprotocol;

import io.faultline.core.proxyprotocol.Decoded.Malformed;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Reads one PROXY header, of whichever version comes, from bytes that may arrive one at a time.
 *
 * <p>It takes exactly the bytes of the header out of what it is fed and not one more: the first byte of
 * the client's own data stays in the buffer. What cannot become a header is refused at the byte that
 * proves it, so a peer that speaks TLS or HTTP to us does not wait for the deadline. One decoder serves
 * one connection, and only one whose peer is configured to send a header: a header is never guessed
 * (section 5 of the specification).
 */
public final class ProxyHeaderDecoder {

    /** A longer version 2 header is refused. Real ones, certificate names included, stay far below. */
    public static final int MAX_BYTES = 4096;

    private static final Decoded NOT_A_HEADER =
            Malformed.because("the first bytes are neither \"PROXY \" nor the version 2 signature");

    private final int maxBytes;
    private byte[] header = new byte[V1Line.MAX_BYTES];
    private int size;
    private int wanted = 1; // bytes it takes to learn more than we know
    private Decoded outcome = Decoded.NEED_MORE;

    public ProxyHeaderDecoder() {
        this(MAX_BYTES);
    }

    public ProxyHeaderDecoder(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** Takes what belongs to the header. Once it has answered anything but "more", it takes nothing. */
    public Decoded feed(ByteBuffer bytes) {
        while (outcome == Decoded.NEED_MORE && bytes.hasRemaining()) {
            int taken = Math.min(wanted - size, bytes.remaining());
            bytes.get(header, size, taken);
            size += taken;
            if (size == wanted) {
                outcome = header[0] == V2Header.SIGNATURE[0] ? lookAtV2() : lookAtV1();
            }
            if (outcome instanceof Malformed malformed) {
                outcome = new Malformed(malformed.reason(), SeenBytes.text(header, size, bytes));
            }
        }
        return outcome;
    }

    /** What has come so far, for the evidence of a header that never became complete. */
    public String seen() {
        return SeenBytes.text(header, size, ByteBuffer.allocate(0));
    }

    private Decoded lookAtV1() {
        if (!continues(V1Line.START)) {
            return NOT_A_HEADER;
        }
        wanted = size + 1;
        return V1Line.isWhole(header, size) ? V1Line.parse(header, size) : Decoded.NEED_MORE;
    }

    private Decoded lookAtV2() {
        if (!continues(V2Header.SIGNATURE)) {
            return NOT_A_HEADER;
        }
        if (size < V2Header.SIGNATURE.length) {
            wanted = size + 1;
            return Decoded.NEED_MORE;
        }
        if (size < V2Header.FIXED_BYTES) {
            wanted = V2Header.FIXED_BYTES;
            return Decoded.NEED_MORE;
        }
        if (size == V2Header.FIXED_BYTES) {
            Decoded checked = V2Header.checkFixedPart(header, maxBytes);
            if (checked != Decoded.NEED_MORE) {
                return checked;
            }
            wanted = V2Header.totalBytes(header);
            header = Arrays.copyOf(header, wanted);
        }
        return size == wanted ? V2Header.parse(header, size) : Decoded.NEED_MORE;
    }

    /** Whether the newest byte is the one that this beginning has in its place. */
    private boolean continues(byte[] beginning) {
        return size > beginning.length || header[size - 1] == beginning[size - 1];
    }
}
