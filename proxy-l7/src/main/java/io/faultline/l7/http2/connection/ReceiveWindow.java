package io.faultline.l7.http2.connection;

import io.faultline.l7.http2.frame.Settings;

/**
 * What the peer may send on all streams together. It gets its bytes back as soon as they are here, for a
 * stream that nobody reads must not hold up its neighbours; but not while too many wait here. So what one
 * connection can make us keep is at most that many bytes and one window more.
 */
final class ReceiveWindow {

    private static final int SHARE_WORTH_TELLING = 4; // a quarter of the window

    private final int size;
    private final int maxBuffered;
    private int open = Settings.DEFAULT_WINDOW;
    private int owed;
    private int buffered;

    ReceiveWindow(Http2Limits limits) {
        size = Math.max(limits.connectionWindow(), Settings.DEFAULT_WINDOW);
        maxBuffered = limits.maxBuffered();
    }

    /** What has to be told at the beginning, because every connection begins with the same window. */
    int firstUpdate() {
        int more = size - open;
        open = size;
        return more;
    }

    /** False when the peer had no right to send so much. */
    boolean takes(int bytes) {
        open -= bytes;
        owed += bytes;
        return open >= 0;
    }

    /** Bytes wait here, or, negative, wait no longer. */
    void buffered(int bytes) {
        buffered += bytes;
    }

    /** Bytes that are here and that nobody has taken. */
    int bufferedBytes() {
        return buffered;
    }

    /** Streams may have larger windows: there is memory for it. */
    boolean isAtEase() {
        return buffered < maxBuffered / 2;
    }

    /** What the peer may be given back now; 0 while it is not worth a frame. */
    int update() {
        if (owed < size / SHARE_WORTH_TELLING || buffered > maxBuffered) {
            return 0;
        }
        int more = owed;
        owed = 0;
        open += more;
        return more;
    }
}
