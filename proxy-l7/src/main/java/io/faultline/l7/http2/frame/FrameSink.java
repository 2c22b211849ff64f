package io.faultline.l7.http2.frame;

import io.faultline.core.wire.Chunk;

/**
 * Takes what a {@link FrameReader} finds. Sizes, padding and the order of CONTINUATION are judged
 * already; what a frame means for its stream is not. All bytes are lent for the length of the call.
 */
public interface FrameSink {

    /**
     * A DATA frame begins.
     *
     * @param length what counts against the windows: the whole payload, padding included
     */
    void onDataFrame(int stream, int length);

    /** Bytes of its body, as they arrive. */
    void onData(int stream, Chunk chunk, int from, int to);

    /** The DATA frame is complete, its padding too. */
    void onDataEnd(int stream, boolean endStream);

    /** A whole header block, however many frames it came in. */
    void onHeaderBlock(int stream, boolean endStream, byte[] block, int length);

    void onResetStream(int stream, int code);

    /** One of the settings in a frame; {@link #onSettingsEnd} follows the last. */
    void onSetting(int id, long value);

    void onSettingsEnd();

    void onSettingsAck();

    void onPing(long data);

    void onPingAck(long data);

    /** @param debug the beginning of what the peer says about it, printable or not */
    void onGoAway(int lastStream, int code, byte[] debug, int from, int length);

    /** @param stream 0 for the connection; the increment is at least 1 */
    void onWindowUpdate(int stream, int increment);

    /** A frame that means nothing: PRIORITY, or of a type that nobody knows. */
    void onIgnored(int stream);

    /** RFC 9113 5.4.2: only this stream is lost. */
    void onStreamError(int stream, ErrorCode code, String rule);

    /** RFC 9113 5.4.1: nothing that follows is read. The last call. */
    void onConnectionError(ErrorCode code, String rule);
}
