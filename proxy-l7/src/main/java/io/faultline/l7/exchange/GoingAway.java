package io.faultline.l7.exchange;

import io.faultline.core.wire.Chunk;
import io.faultline.core.wire.Wire;
import io.faultline.l7.message.KnownField;
import io.faultline.l7.message.RequestHead;

/**
 * The last word to a WebSocket that is still open when the proxy must end: a Close frame that says 1001,
 * "going away" (RFC 6455 7.4.1). Browsers and libraries connect again on it at once.
 *
 * <p>What goes through a tunnel is opaque, so it may come in the middle of a frame. Then the client sees a
 * frame that was cut, which is what it would have seen without it.
 */
final class GoingAway {

    private static final byte[] FRAME = {(byte) 0x88, 2, 1001 >> 8, (byte) 1001};
    private static final Chunk CHUNK = chunk();

    private GoingAway() {}

    private static Chunk chunk() {
        Chunk chunk = Chunk.allocate(FRAME.length);
        chunk.buffer().put(0, FRAME);
        return chunk;
    }

    static boolean isMeantFor(RequestHead request) {
        String upgrade = request.fields().value(KnownField.UPGRADE);
        return upgrade != null && upgrade.equalsIgnoreCase("websocket");
    }

    /** Closes the wire too: a reset might overtake what was said. */
    static void say(Wire client) {
        if (client.isOpen() && client.backlogBytes() == 0) {
            client.write(CHUNK, 0, FRAME.length);
            client.finish();
            client.close();
        }
    }
}
