package io.faultline.l7.http2.connection;

import io.faultline.l7.http2.frame.ErrorCode;
import io.faultline.l7.http2.frame.FrameWriter;

/**
 * The orderly end of a connection, whoever wants it. We leave in two steps (RFC 9113 6.8): what the peer
 * has sent before it reads the first word is still served, and the second one says up to where.
 */
final class Farewell {

    /** Nobody is refused yet: what is on its way when GOAWAY is read is still served. */
    private static final int EVERY_STREAM = Integer.MAX_VALUE;

    private static final byte[] NO_TEXT = {};

    private final Http2Connection connection;
    private int lastAccepted = EVERY_STREAM;
    private boolean draining;
    private boolean peerLeaves;

    Farewell(Http2Connection connection) {
        this.connection = connection;
    }

    /** The first step. */
    void drain() {
        if (!draining && !connection.isOver()) {
            draining = true;
            tell(EVERY_STREAM);
            connection.liveness.awaitDrain();
        }
    }

    /** The second step: the peer knows, or had time enough. */
    void endAccepting() {
        if (draining && !isClosing() && !connection.isOver()) {
            lastAccepted = connection.lastOpened;
            tell(lastAccepted);
            connection.role.onStreamEnded();
        }
    }

    private void tell(int last) {
        FrameWriter.goAway(connection.out(), last, ErrorCode.NO_ERROR, NO_TEXT);
    }

    void peerLeaves(int lastStream, int code, String debug) {
        peerLeaves = true;
        connection.role.onGoAway(lastStream, code, debug);
    }

    /** The number of the last stream of the peer's that is served. */
    int lastAccepted() {
        return lastAccepted;
    }

    /** Nothing new that the peer opens is served, and it knows. */
    boolean isClosing() {
        return lastAccepted != EVERY_STREAM;
    }

    boolean isPeerLeaving() {
        return peerLeaves;
    }

    /** One of both leaves. */
    boolean isSaid() {
        return peerLeaves || draining;
    }
}
