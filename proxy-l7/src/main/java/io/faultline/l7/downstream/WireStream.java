package io.faultline.l7.downstream;

import io.faultline.core.wire.Chunk;
import io.faultline.l7.http2.connection.Http2Stream;
import io.faultline.l7.http2.frame.ErrorCode;
import io.faultline.l7.message.Fields;

/** What a stream can do for the {@link StreamTunnel} that it has become. */
abstract class WireStream extends Http2Stream {

    private static final Fields NO_TRAILERS = new Fields();

    final boolean write(Chunk chunk, int from, int to) {
        return isOpen() && !isLocalEnded() && sendBody(chunk, from, to, false);
    }

    final void unread(Chunk chunk, int from, int to) {
        giveBack(chunk, from, to);
    }

    final void finish() {
        if (isOpen() && !isLocalEnded()) {
            sendRest(NO_TRAILERS);
        }
    }

    /** Both halves end now, and what has not gone yet never goes. */
    final void closeWire(boolean broken) {
        if (!isOpen()) {
            return;
        }
        if (broken || unsentBytes() > 0) {
            reset(ErrorCode.CANCEL);
            return;
        }
        ignoreBody();
        finish();
        if (isOpen() && !isRemoteEnded()) {
            reset(ErrorCode.NO_ERROR);
        } else {
            endIfDone();
        }
    }
}
