package io.faultline.l7.http2.connection;

import io.faultline.l7.http2.frame.ErrorCode;
import io.faultline.l7.limit.Timer;
import org.jspecify.annotations.Nullable;

/**
 * What differs between the two ends of a connection: who opens streams, and what becomes of the whole
 * when it ends. Calls come from the loop, never from inside a call on the connection, but for {@link
 * #onStreamEnded}.
 */
public interface Http2Role {

    /** So many bytes have come, and were read. */
    void onRead(int bytes);

    /**
     * The peer opens a stream, whose first header block is about to be decoded.
     *
     * @return null to refuse it: nothing of it has been or will be processed
     */
    @Nullable Http2Stream onOpened(int id);

    /** A stream of the peer's was refused: too many were open. */
    default void onRefused() {}

    /** We gave a stream up. */
    default void onResetSent() {}

    /** The peer's settings are in force, first ones or changed ones: more streams may be allowed. */
    void onSettings();

    /** A stream that counted has ended. Also told when that was the last one. */
    void onStreamEnded();

    /** The peer opens no streams any more and answers none of ours above the last one. */
    void onGoAway(int lastStream, int code, String debug);

    /** Our PING was answered. */
    default void onPong(long data) {}

    /** All that was written has been taken by the layer below. */
    default void onDrained() {}

    /**
     * The peer did not acknowledge our settings, or did not answer a PING: GOAWAY has been written. The
     * role ends what is open still.
     */
    void onSilence(Timer timer);

    /** The peer has ended its half. Streams that are open still are the role's to end. */
    void onEnd();

    /** The wire broke and is closed. Streams that are open still are the role's to end. */
    void onBroken(int errno);

    /**
     * A rule was broken or a limit met: GOAWAY has been written, and nothing is read any more. The role
     * ends the streams that are open still, and the wire.
     *
     * @param abuse which limit was met, or null where the protocol itself was broken
     */
    void onError(ErrorCode code, String rule, @Nullable Abuse abuse);
}
