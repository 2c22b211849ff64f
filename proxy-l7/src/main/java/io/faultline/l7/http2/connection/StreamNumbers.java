package io.faultline.l7.http2.connection;

import io.faultline.l7.http2.frame.ErrorCode;

/**
 * What the number of a stream tells where no such stream is open: who would have opened it, and
 * whether it never was, has been, or comes from a peer that does not know yet that we leave (RFC 9113
 * 5.1, 5.1.1, 6.8). A frame that the peer could not know to be wrong is let pass.
 */
final class StreamNumbers {

    private final Http2Connection connection;

    StreamNumbers(Http2Connection connection) {
        this.connection = connection;
    }

    private boolean isOurs(int id) {
        return ((id & 1) == 0) == connection.server;
    }

    /** The peer opens a stream with it. */
    boolean isNew(int id) {
        return connection.server && !isOurs(id) && id > connection.lastOpened;
    }

    /** RFC 9113 5.1: it was never opened. */
    private boolean isIdle(int id) {
        return isOurs(id) ? id >= connection.nextOwn : id > connection.lastOpened;
    }

    /** RFC 9113 6.8: the peer knows that we leave, and up to where it is served. */
    boolean isTooLate(int id) {
        return id > connection.farewell.lastAccepted();
    }

    /** A frame that needs a stream which was opened once; whether it is open still is no matter. */
    void judgeIdle(int id, String rule) {
        if (isIdle(id) && !isTooLate(id)) {
            fail(ErrorCode.PROTOCOL_ERROR, rule);
        }
    }

    /** A frame that needs a stream which is open. */
    void judgeClosed(int id, String frame) {
        if (isIdle(id)) {
            if (isOurs(id) || !isTooLate(id)) {
                fail(ErrorCode.PROTOCOL_ERROR, "RFC 9113 5.1: " + frame + " on an idle stream");
            }
        } else if (!connection.recent.wasReset(id)) {
            fail(ErrorCode.STREAM_CLOSED, "RFC 9113 5.1: " + frame + " on a closed stream");
        }
    }

    /** A head on a stream that is not open, and was not opened by it. */
    void judgeUnopened(int id) {
        if (!isOurs(id) && isTooLate(id) || connection.recent.wasReset(id)) {
            return;
        }
        if (isIdle(id)) {
            fail(ErrorCode.PROTOCOL_ERROR, "RFC 9113 5.1.1: a stream that the peer may not open");
        } else if (!connection.server) {
            judgeClosed(id, "HEADERS");
        } else {
            // RFC 9113 5.1.1: a number below the last one closes a stream that was never opened.
            fail(
                    connection.recent.hasEnded(id)
                            ? ErrorCode.STREAM_CLOSED
                            : ErrorCode.PROTOCOL_ERROR,
                    "RFC 9113 5.1.1: HEADERS on a stream that cannot be opened any more");
        }
    }

    private void fail(ErrorCode code, String rule) {
        connection.fail(code, rule, null);
    }
}
