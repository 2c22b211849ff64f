package io.faultline.core.wire.linux;

/**
 * How much a bulk transfer may move before it is another connection's turn. Long turns cost a third of
 * short ones per byte, but whoever sends a small message waits for the turn of every lane. So turns are
 * long only while the bulk transfers have a worker to themselves.
 */
final class LaneTurns {

    static final int LONG = 512 * 1024;
    static final int SHORT = 64 * 1024;

    /** Nobody sends less than this while it has more. */
    static final int SMALL_BELOW = 8 * 1024;

    /** So many turns without a small message, some milliseconds, and nobody seems to wait. */
    static final int QUIET_AFTER = 256;

    private int sinceSmallMessage;

    /** A connection that does not splice was read. */
    void received(int bytes) {
        if (bytes < SMALL_BELOW) {
            sinceSmallMessage = 0;
        }
    }

    /** The bytes that the turn which begins now may move. */
    int nextBytes() {
        if (sinceSmallMessage >= QUIET_AFTER) {
            return LONG;
        }
        sinceSmallMessage++;
        return SHORT;
    }
}
