package io.faultline.l7.downstream;

import io.faultline.core.Side;
import io.faultline.core.Stage;
import io.faultline.core.fault.ApplicationFault;
import io.faultline.core.fault.Fault;
import io.faultline.core.timing.Phase;
import io.faultline.core.timing.Timeline;
import io.faultline.core.wire.Wire;
import io.faultline.l7.message.ResponseHead;
import org.jspecify.annotations.Nullable;

/** A stream that asks to become a WebSocket (RFC 8441), and what is known of it once it is one. */
final class StreamTunnel {

    private static final int SWITCHING_PROTOCOLS = 101;

    private final WebSocketKey key;
    private final StreamWire wire;
    private final Timeline times;
    private boolean running; // somebody relays

    StreamTunnel(Http2ClientStream stream, Wire below) {
        this.wire = new StreamWire(stream, below);
        this.times = new Timeline(stream.connection().worker().turn());
        this.key = WebSocketKey.ask(stream.request());
    }

    /** Why the answer makes no tunnel and may not be passed on either, or null. */
    @Nullable Fault misfit(ResponseHead head) {
        if (head.status() == SWITCHING_PROTOCOLS) {
            return key.isAcceptedBy(head.fields())
                    ? null
                    : Fault.of(ApplicationFault.BAD_RESPONSE, Side.UPSTREAM, Stage.RESPONSE)
                            .with(
                                    "rule",
                                    "RFC 6455 4.2.2: Sec-WebSocket-Accept is not for our key");
        }
        // RFC 8441 5: any 2xx would tell the client that it has its WebSocket.
        return head.status() / 100 == 2
                ? Fault.of(ApplicationFault.UPGRADE_REFUSED, Side.UPSTREAM, Stage.RESPONSE)
                        .with("status", Integer.toString(head.status()))
                : null;
    }

    StreamWire wire() {
        return wire;
    }

    void begin(long now) {
        running = true;
        times.begin(Phase.WORK, now);
    }

    boolean isRunning() {
        return running;
    }

    Timeline times() {
        return times;
    }

    void ended(long now) {
        running = false;
        times.end(now);
    }
}
