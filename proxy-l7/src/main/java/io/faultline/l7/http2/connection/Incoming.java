package io.faultline.l7.http2.connection;

import io.faultline.core.wire.Chunk;
import io.faultline.l7.http2.frame.ErrorCode;
import io.faultline.l7.http2.frame.FrameSink;
import io.faultline.l7.http2.frame.FrameWriter;
import io.faultline.l7.http2.frame.Settings;
import io.faultline.l7.http2.hpack.HpackDecoder;
import io.faultline.l7.http2.hpack.HpackError;
import io.faultline.l7.http2.hpack.MalformedField;
import io.faultline.l7.message.Ascii;
import io.faultline.l7.message.Fields;
import org.jspecify.annotations.Nullable;

/** What each frame of the peer means for its stream, by the state that is in (RFC 9113 5.1). */
final class Incoming implements FrameSink {

    private final Http2Connection connection;
    private final StreamNumbers numbers;
    private final Fields thrownAway = new Fields();

    private @Nullable Http2Stream dataStream; // whose DATA frame is being read
    private int frameLength;
    private int bodyBytes;

    Incoming(Http2Connection connection) {
        this.connection = connection;
        this.numbers = new StreamNumbers(connection);
    }

    // ---- DATA

    @Override
    public void onDataFrame(int id, int length) {
        dataStream = null;
        frameLength = length;
        bodyBytes = 0;
        if (!connection.delivery.window().takes(length)) {
            fail(ErrorCode.FLOW_CONTROL_ERROR, "RFC 9113 6.9: more than the connection's window");
            return;
        }
        Http2Stream stream = connection.streams.get(id);
        if (stream == null) {
            numbers.judgeClosed(id, "DATA");
        } else if (stream.remoteEnded) {
            streamError(stream, ErrorCode.STREAM_CLOSED, "RFC 9113 5.1: DATA behind END_STREAM");
        } else if (!stream.headSeen) {
            streamError(stream, ErrorCode.PROTOCOL_ERROR, "RFC 9113 8.1: DATA before a head");
        } else if (length > stream.receiveWindow) {
            streamError(
                    stream,
                    ErrorCode.FLOW_CONTROL_ERROR,
                    "RFC 9113 6.9: more than the stream's window");
        } else {
            stream.receiveWindow -= length;
            dataStream = stream;
        }
    }

    /** The stream of this frame, if it has not ended meanwhile. */
    private @Nullable Http2Stream dataStream(int id) {
        Http2Stream stream = dataStream;
        return stream != null && stream.isOpen() && stream.id() == id ? stream : null;
    }

    @Override
    public void onData(int id, Chunk chunk, int from, int to) {
        bodyBytes += to - from;
        Http2Stream stream = dataStream(id);
        if (stream == null) {
            return;
        }
        stream.received += to - from;
        if (stream.isLongerThanDeclared()) {
            streamError(
                    stream,
                    ErrorCode.PROTOCOL_ERROR,
                    "RFC 9113 8.1.1: more bytes than content-length says");
            return;
        }
        connection.delivery.received(stream, chunk, from, to);
    }

    @Override
    public void onDataEnd(int id, boolean endStream) {
        if (frameLength == 0 && !endStream && !allows(Abuse.CONTROL_FRAMES)) {
            return;
        }
        Http2Stream stream = dataStream(id);
        if (stream == null) {
            return;
        }
        if (endStream) {
            remoteEnd(stream);
        } else if (frameLength > bodyBytes) {
            connection.delivery.giveBack(
                    stream, frameLength - bodyBytes); // RFC 9113 6.1: padding counts
        }
    }

    private void remoteEnd(Http2Stream stream) {
        stream.remoteEnded = true;
        if (stream.isShorterThanDeclared()) {
            streamError(
                    stream,
                    ErrorCode.PROTOCOL_ERROR,
                    "RFC 9113 8.1.1: fewer bytes than content-length says");
            return;
        }
        stream.deliver(connection);
        connection.closeIfDone(stream);
    }

    // ---- header blocks

    @Override
    public void onHeaderBlock(int id, boolean endStream, byte[] block, int length) {
        Http2Stream stream = connection.streams.get(id);
        if (stream == null) {
            stream = opened(id);
        }
        boolean ended = stream != null && stream.remoteEnded;
        Fields into = stream == null || ended ? thrownAway : stream.beginBlock();
        if (into == thrownAway) {
            thrownAway.clear();
        }
        HpackDecoder decoder = connection.decoder;
        HpackError error = decoder.decode(block, 0, length, into);
        if (error != HpackError.NONE) {
            fail(
                    error == HpackError.BOMB
                            ? ErrorCode.ENHANCE_YOUR_CALM
                            : ErrorCode.COMPRESSION_ERROR,
                    error.rule());
        } else if (connection.isOver()) {
            return;
        } else if (stream == null) {
            numbers.judgeUnopened(id);
        } else if (ended) {
            streamError(stream, ErrorCode.STREAM_CLOSED, "RFC 9113 5.1: HEADERS behind END_STREAM");
        } else {
            message(stream, decoder, endStream);
        }
    }

    private void message(Http2Stream stream, HpackDecoder decoder, boolean endStream) {
        MalformedField malformed = decoder.malformed();
        boolean trailers = stream.headSeen;
        if (malformed != null) {
            streamError(
                    stream,
                    ErrorCode.PROTOCOL_ERROR,
                    malformed.rule() + ": '" + decoder.malformedName() + "'");
        } else if (trailers && !endStream) {
            streamError(
                    stream, ErrorCode.PROTOCOL_ERROR, "RFC 9113 8.1: trailers without END_STREAM");
        } else if (trailers && decoder.hasPseudo()) {
            streamError(
                    stream,
                    ErrorCode.PROTOCOL_ERROR,
                    "RFC 9113 8.1: a pseudo-header field in trailers");
        } else if (trailers) {
            stream.onBlock(decoder, true);
            if (stream.isOpen()) {
                remoteEnd(stream);
            }
        } else {
            if (endStream) {
                stream.endsWithHead();
            }
            stream.onBlock(decoder, endStream);
            connection.closeIfDone(stream);
        }
    }

    private @Nullable Http2Stream opened(int id) {
        if (!numbers.isNew(id) || connection.isClosing()) {
            return null;
        }
        connection.lastOpened = id;
        boolean full =
                connection.streams.count() >= connection.limits.maxConcurrentStreams().most();
        Http2Stream stream = full ? null : connection.role.onOpened(id);
        if (stream == null) {
            refuse(id);
        } else {
            connection.accept(stream, id);
        }
        return stream;
    }

    private void refuse(int id) {
        connection.sendReset(id, ErrorCode.REFUSED_STREAM);
        allows(Abuse.CONTROL_FRAMES); // it costs no more, and many clients are full at times
    }

    // ---- small frames of a stream

    @Override
    public void onResetStream(int id, int code) {
        Http2Stream stream = connection.streams.get(id);
        if (stream == null) {
            numbers.judgeIdle(id, "RFC 9113 6.4: RST_STREAM on an idle stream");
            return;
        }
        // An endpoint that is full says so for each stream that we open: that is no misuse.
        boolean full = !connection.server && code == ErrorCode.REFUSED_STREAM.code();
        if (full || allows(Abuse.RESETS)) {
            connection.resetByPeer(stream, code);
        }
    }

    @Override
    public void onWindowUpdate(int id, int increment) {
        if (!allows(Abuse.WINDOW_UPDATES)) {
            return;
        }
        if (id == 0) {
            if (!connection.sending.opened(increment)) {
                fail(
                        ErrorCode.FLOW_CONTROL_ERROR,
                        "RFC 9113 6.9.1: a window above 2^31-1 on the connection");
                return;
            }
        } else {
            Http2Stream stream = connection.streams.get(id);
            if (stream == null) {
                numbers.judgeIdle(id, "RFC 9113 5.1: WINDOW_UPDATE on an idle stream");
                return;
            }
            if (!connection.sending.opened(stream, increment)) {
                streamError(
                        stream,
                        ErrorCode.FLOW_CONTROL_ERROR,
                        "RFC 9113 6.9.1: a window above 2^31-1");
                return;
            }
        }
        connection.sending.goOn();
    }

    @Override
    public void onIgnored(int id) {
        allows(Abuse.CONTROL_FRAMES);
    }

    @Override
    public void onStreamError(int id, ErrorCode code, String rule) {
        Http2Stream stream = connection.streams.get(id);
        if (stream != null) {
            streamError(stream, code, rule);
        } else if (!numbers.isTooLate(id)) {
            // No stream is left to be reset, and nobody sends such a frame by being late.
            fail(code, rule);
        }
    }

    // ---- the connection

    @Override
    public void onSetting(int id, long value) {
        Settings peer = connection.peer;
        int before = peer.initialWindowSize();
        ErrorCode error = peer.apply(id, value);
        if (id == Settings.ENABLE_PUSH && value == 1 && !connection.server) {
            error = ErrorCode.PROTOCOL_ERROR; // RFC 9113 6.5.2: not for a server to say
        }
        if (error != ErrorCode.NO_ERROR) {
            fail(error, "RFC 9113 6.5.2: setting " + id + " may not be " + value);
            return;
        }
        if (id == Settings.HEADER_TABLE_SIZE) {
            connection.encoder.maxTableSize(value);
        } else if (id == Settings.INITIAL_WINDOW_SIZE) {
            changeWindows(peer.initialWindowSize() - before);
        }
    }

    /** RFC 9113 6.9.2: of the streams that are open too; they may become negative by it. */
    private void changeWindows(int difference) {
        StreamTable table = connection.streams;
        for (int place = 0; place < table.places() && difference != 0; place++) {
            Http2Stream stream = table.at(place);
            if (stream != null && !connection.sending.opened(stream, difference)) {
                fail(
                        ErrorCode.FLOW_CONTROL_ERROR,
                        "RFC 9113 6.9.2: settings that open a window above 2^31-1");
                return;
            }
        }
    }

    @Override
    public void onSettingsEnd() {
        if (!connection.isOver() && mayAnswer()) {
            FrameWriter.settingsAck(connection.out());
            connection.role.onSettings();
            connection.sending.goOn();
        }
    }

    @Override
    public void onSettingsAck() {
        if (allows(Abuse.CONTROL_FRAMES)) {
            connection.decoder.settingsAcknowledged();
            connection.liveness.settingsAcknowledged();
        }
    }

    @Override
    public void onPing(long data) {
        if (mayAnswer()) {
            FrameWriter.ping(connection.out(), true, data);
        }
    }

    @Override
    public void onPingAck(long data) {
        if (allows(Abuse.CONTROL_FRAMES)) {
            connection.liveness.pong(data);
        }
    }

    @Override
    public void onGoAway(int lastStream, int code, byte[] debug, int from, int length) {
        connection.farewell.peerLeaves(
                lastStream, code, Ascii.printable(debug, from, from + length));
    }

    @Override
    public void onConnectionError(ErrorCode code, String rule) {
        fail(code, rule);
    }

    // ---- small things

    /** An answer that the peer did not have to work for. */
    private boolean mayAnswer() {
        return allows(Abuse.CONTROL_FRAMES)
                && (connection.wire.backlogBytes() == 0 || allows(Abuse.UNREAD_ANSWERS));
    }

    private boolean allows(Abuse abuse) {
        if (connection.watch.allows(abuse)) {
            return true;
        }
        connection.abused();
        return false;
    }

    private void streamError(Http2Stream stream, ErrorCode code, String rule) {
        connection.streamError(stream, code, rule);
    }

    private void fail(ErrorCode code, String rule) {
        connection.fail(code, rule, null);
    }
}
