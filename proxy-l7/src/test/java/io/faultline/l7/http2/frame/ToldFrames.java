package io.faultline.l7.http2.frame;

import io.faultline.core.wire.Chunk;
import java.util.HexFormat;

/** What a {@link FrameReader} has found, a line for each frame. */
final class ToldFrames implements FrameSink {

    private final StringBuilder told = new StringBuilder();
    private final StringBuilder data = new StringBuilder();
    private final StringBuilder settings = new StringBuilder();

    private void tell(String format, Object... arguments) {
        told.append(String.format(format, arguments)).append('\n');
    }

    @Override
    public void onDataFrame(int stream, int length) {
        data.setLength(0);
    }

    @Override
    public void onData(int stream, Chunk chunk, int from, int to) {
        var bytes = new byte[to - from];
        chunk.buffer().get(from, bytes);
        data.append(HexFormat.of().formatHex(bytes));
    }

    @Override
    public void onDataEnd(int stream, boolean endStream) {
        tell("data %d %s %s", stream, endStream, data);
    }

    @Override
    public void onHeaderBlock(int stream, boolean endStream, byte[] block, int length) {
        tell("headers %d %s", stream, endStream);
    }

    @Override
    public void onResetStream(int stream, int code) {
        tell("reset %d %d", stream, code);
    }

    @Override
    public void onSetting(int id, long value) {
        settings.append(' ').append(id).append('=').append(value);
    }

    @Override
    public void onSettingsEnd() {
        tell("settings%s", settings);
        settings.setLength(0);
    }

    @Override
    public void onSettingsAck() {
        tell("settings ack");
    }

    @Override
    public void onPing(long data) {
        tell("ping %x", data);
    }

    @Override
    public void onPingAck(long data) {
        tell("ping ack %x", data);
    }

    @Override
    public void onGoAway(int lastStream, int code, byte[] debug, int from, int length) {
        tell(
                "goaway %d %d %s",
                lastStream,
                code,
                HexFormat.of().formatHex(debug, from, from + Math.min(length, 100)));
    }

    @Override
    public void onWindowUpdate(int stream, int increment) {
        tell("window %d %d", stream, increment);
    }

    @Override
    public void onIgnored(int stream) {
        tell("ignored %d", stream);
    }

    @Override
    public void onStreamError(int stream, ErrorCode code, String rule) {
        tell("error %d %s %s", stream, code, rule);
    }

    @Override
    public void onConnectionError(ErrorCode code, String rule) {
        tell("connection %s %s", code, rule);
    }

    @Override
    public String toString() {
        return told.toString();
    }
}
