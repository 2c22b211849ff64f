package io.faultline.l7.http2.connection;

/**
 * The streams that have ended lately, and whether we have reset them: what the peer sent before it knew of
 * a reset is not its fault. Older ones are forgotten; nobody's frames are on their way for so long.
 */
final class RecentStreams {

    private static final int KEPT = 256; // a power of two

    private int[] ids = new int[16]; // negative: reset by us
    private int next;

    void ended(int id) {
        add(id);
    }

    void reset(int id) {
        add(-id);
    }

    private void add(int id) {
        if (next == ids.length && ids.length < KEPT) {
            ids = java.util.Arrays.copyOf(ids, KEPT);
        }
        ids[next++ & ids.length - 1] = id;
    }

    boolean wasReset(int id) {
        return has(-id);
    }

    boolean hasEnded(int id) {
        return has(id) || has(-id);
    }

    private boolean has(int wanted) {
        for (int each : ids) {
            if (each == wanted) {
                return true;
            }
        }
        return false;
    }
}
