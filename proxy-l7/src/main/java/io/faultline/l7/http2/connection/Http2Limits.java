package io.faultline.l7.http2.connection;

import io.faultline.l7.http1.HeadLimits;
import io.faultline.l7.http2.frame.FrameWriter;
import io.faultline.l7.http2.frame.Settings;
import io.faultline.l7.limit.Limit;
import io.faultline.l7.limit.Timer;
import io.faultline.l7.wire.Outbox;

/**
 * What one side announces to the other and holds it to.
 *
 * @param maxConcurrentStreams that the peer may have open
 * @param streamWindow bytes that a peer may send on a new stream before anybody has taken one
 * @param maxStreamWindow how far that grows while what comes is taken at once
 * @param connectionWindow the same for all streams together
 * @param maxBuffered bytes that may wait here on all streams together before the peer has to
 * @param connectProtocol whether RFC 8441 is understood
 * @param settingsTimeout how long the peer may take to acknowledge our settings
 * @param pingInterval how long nothing may come before the peer is asked whether it is still there
 * @param pingTimeout how long it may take to say so
 */
public record Http2Limits(
        Limit maxConcurrentStreams,
        int streamWindow,
        int maxStreamWindow,
        int connectionWindow,
        int maxBuffered,
        int maxFrameSize,
        int headerTableSize,
        boolean connectProtocol,
        HeadLimits heads,
        Timer settingsTimeout,
        Timer pingInterval,
        Timer pingTimeout,
        Limit resets,
        Limit streamErrors,
        Limit controlFrames) {

    private static final int FIELD_OVERHEAD = 32;
    private static final int PSEUDO_FIELDS = 5;

    /** As RFC 9113 6.5.2 counts, so that what fits a head of HTTP/1 fits here too. */
    int headListBytes() {
        return heads.maxHeadBytes() + FIELD_OVERHEAD * (heads.maxFields() + PSEUDO_FIELDS);
    }

    /** Tells the peer what differs from what is usual. */
    void announce(boolean server, Outbox out) {
        boolean table = headerTableSize != Settings.DEFAULT_TABLE_SIZE;
        boolean window = streamWindow != Settings.DEFAULT_WINDOW;
        boolean frame = maxFrameSize != Settings.DEFAULT_FRAME_SIZE;
        boolean connect = server && connectProtocol;
        FrameWriter.settings(
                out, 2 + (table ? 1 : 0) + (window ? 1 : 0) + (frame ? 1 : 0) + (connect ? 1 : 0));
        if (server) {
            int most = (int) maxConcurrentStreams.most();
            FrameWriter.setting(out, Settings.MAX_CONCURRENT_STREAMS, most);
        } else {
            FrameWriter.setting(out, Settings.ENABLE_PUSH, 0);
        }
        FrameWriter.setting(out, Settings.MAX_HEADER_LIST_SIZE, headListBytes());
        if (table) {
            FrameWriter.setting(out, Settings.HEADER_TABLE_SIZE, headerTableSize);
        }
        if (window) {
            FrameWriter.setting(out, Settings.INITIAL_WINDOW_SIZE, streamWindow);
        }
        if (frame) {
            FrameWriter.setting(out, Settings.MAX_FRAME_SIZE, maxFrameSize);
        }
        if (connect) {
            FrameWriter.setting(out, Settings.ENABLE_CONNECT_PROTOCOL, 1);
        }
    }

    /** How often that may be done. */
    public Limit of(Abuse abuse) {
        return switch (abuse) {
            case RESETS -> resets;
            case STREAM_ERRORS -> streamErrors;
            case CONTROL_FRAMES, WINDOW_UPDATES, UNREAD_ANSWERS -> controlFrames;
        };
    }
}
