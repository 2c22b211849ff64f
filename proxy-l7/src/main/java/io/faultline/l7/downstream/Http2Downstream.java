package io.faultline.l7.downstream;

import io.faultline.core.Side;
import io.faultline.core.Stage;
import io.faultline.core.connection.DownstreamConnection;
import io.faultline.core.evidence.Witness;
import io.faultline.core.fault.ApplicationFault;
import io.faultline.core.fault.Fault;
import io.faultline.core.fault.TransportFault;
import io.faultline.core.wire.WireReader;
import io.faultline.l7.http2.connection.Abuse;
import io.faultline.l7.http2.connection.Http2Connection;
import io.faultline.l7.http2.connection.Http2Role;
import io.faultline.l7.http2.connection.Http2Stream;
import io.faultline.l7.http2.frame.ErrorCode;
import io.faultline.l7.limit.Timer;
import org.jspecify.annotations.Nullable;

/**
 * A client that speaks HTTP/2: many requests at once, each a {@link Http2ClientStream}. What concerns them
 * all is here: the hello, the time between requests, the end.
 *
 * <p>On the worker's loop only.
 */
public final class Http2Downstream extends ClientSession implements Http2Role {

    private final Http2Clients clients;
    private final Http2Connection http2;
    private boolean draining;

    public Http2Downstream(Http2Clients clients, DownstreamConnection connection) {
        super(clients.service(), connection);
        this.clients = clients;
        this.http2 =
                new Http2Connection(
                        this,
                        true,
                        wire,
                        service.outbox(),
                        service.worker(),
                        clients.limits(),
                        service.hpackBlock());
    }

    /** Its first bytes are still to come. */
    public void start() {
        http2.start();
        clock.awaitHead();
        connection.servedBy(this);
        wire.resumeReading();
    }

    /** Who gets the bytes. */
    WireReader reader() {
        return http2;
    }

    // ---- what comes

    @Override
    public void onRead(int bytes) {
        connection.scope().metrics().bytesUp(bytes);
        if (over || leaving) {
            return;
        }
        if (http2.isInsideBlock()) {
            clock.headHasBegun();
        } else if (clock.awaitsHead() && http2.isGreeted()) {
            if (draining) {
                http2.drain();
            }
            awaitRequests();
        }
    }

    private void awaitRequests() {
        if (http2.openStreams() == 0) {
            clock.awaitNext();
        } else {
            clock.stop();
        }
    }

    @Override
    public @Nullable Http2Stream onOpened(int id) {
        if (leaving) {
            return null;
        }
        clock.stop();
        exchanges++;
        connection.scope().metrics().streamOpened();
        return clients.take(this);
    }

    @Override
    public void onRefused() {
        connection.scope().metrics().streamRefused();
    }

    @Override
    public void onResetSent() {
        connection.scope().metrics().streamReset(false);
    }

    @Override
    public void onSettings() {} // what they change is asked for when it matters

    @Override
    public void onGoAway(int lastStream, int code, String debug) {
        onStreamEnded();
    }

    @Override
    public void onStreamEnded() {
        if (over || leaving || http2.openStreams() > 0) {
            return;
        }
        if (http2.isClosing() || http2.isPeerLeaving()) {
            leave();
        } else if (!clock.awaitsHead()) {
            clock.awaitNext();
        }
    }

    @Override
    public void onDrained() {
        if (leaving) {
            lastWordIsTaken();
        } else if (http2.openStreams() == 0 && !clock.awaitsHead()) {
            clock.awaitNext();
        }
    }

    // ---- the end

    @Override
    public void onEnd() {
        clientEnded = true;
        if (leaving) {
            leaveIfDone();
            return;
        }
        // RFC 9113 has no half-closed connections: who says FIN takes no more answers.
        endStreams(Refusals.clientLeft(Stage.RESPONSE, "FIN"));
        close(null, Side.CLIENT);
    }

    @Override
    public void onBroken(int errno) {
        endStreams(Refusals.broken(errno));
        close(null, Side.CLIENT);
    }

    private void endStreams(Fault fault) {
        http2.endStreams(stream -> ((Http2ClientStream) stream).lost(fault));
    }

    @Override
    public void onError(ErrorCode code, String rule, @Nullable Abuse abuse) {
        boolean calm = code == ErrorCode.ENHANCE_YOUR_CALM;
        Fault fault =
                Fault.of(
                                calm ? ApplicationFault.ABUSE : ApplicationFault.BAD_REQUEST,
                                Side.CLIENT,
                                Stage.REQUEST)
                        .with("rule", rule)
                        .with("sent", "GOAWAY " + code);
        endBecauseOf(abuse == null ? fault : fault.with("limit", clients.limit(abuse)));
    }

    @Override
    public void onSilence(Timer timer) {
        Fault silent =
                Fault.of(TransportFault.READ_STALLED, Side.CLIENT, Stage.REQUEST)
                        .with("timer", timer.text());
        endBecauseOf(Witness.of(wire, "").stalled(silent));
    }

    private void endBecauseOf(Fault fault) {
        refuseAll(fault, null);
        endStreams(fault);
        leave();
    }

    @Override
    public void cut(Fault fault) {
        endStreams(fault);
        wire.reset();
        close(fault, fault.side());
    }

    @Override
    public void drain() {
        draining = true;
        if (leaving) {
            return;
        }
        if (http2.isGreeted()) {
            http2.drain();
        } else {
            clock.lastChance(); // its first request may be on the way with the preface
        }
    }

    /** A head did not come to its end in time, and no stream can be told so. */
    @Override
    public void refuse(Fault fault) {
        http2.goAway(ErrorCode.NO_ERROR, fault.code().id());
        endBecauseOf(fault);
    }

    @Override
    public void idle() {
        if (leaving || !http2.isGreeted()) {
            close(null, Side.PROXY);
        } else {
            http2.goAway(ErrorCode.NO_ERROR, "idle");
            leave();
        }
    }

    @Override
    void stopListening() {
        http2.end();
    }

    void giveBack(Http2ClientStream stream) {
        clients.giveBack(stream);
    }
}
