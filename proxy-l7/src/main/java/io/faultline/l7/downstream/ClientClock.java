package io.faultline.l7.downstream;

import io.faultline.core.Side;
import io.faultline.core.Stage;
import io.faultline.core.evidence.Witness;
import io.faultline.core.fault.ApplicationFault;
import io.faultline.core.fault.Fault;
import io.faultline.core.fault.TransportFault;
import io.faultline.core.worker.WheelTimer;
import io.faultline.l7.exchange.HttpService;
import io.faultline.l7.limit.HttpTimers;
import java.util.concurrent.TimeUnit;

/**
 * How long a client may take: for a head, for a body that must keep coming, for an answer it must keep
 * taking, and for doing nothing. One at a time.
 *
 * <p>Stopping is one store: the timer stays in the wheel, and looks when it fires whether somebody still
 * waits for it. On the worker's loop only.
 */
final class ClientClock extends WheelTimer {

    private static final long LINGER_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final long LAST_CHANCE_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long NEVER = Long.MAX_VALUE;

    private enum Awaits {
        FIRST_BYTE,
        HEAD,
        BODY,
        TAKING,
        NEXT,
        LAST_WORDS
    }

    private final Timed client;
    private final HttpService service;
    private Awaits awaits = Awaits.FIRST_BYTE;
    private long until = NEVER;
    private long progress; // bytes moved when the wait began

    ClientClock(Timed client, HttpService service) {
        this.client = client;
        this.service = service;
    }

    /** On a new connection, whose client has no reason to be silent. */
    void awaitHead() {
        await(Awaits.FIRST_BYTE, timers().requestHead().nanos());
    }

    /** The whole head must come within its time, however often a byte of it comes. */
    void headHasBegun() {
        if (awaits != Awaits.HEAD || until == NEVER) {
            await(Awaits.HEAD, timers().requestHead().nanos());
        }
    }

    void awaitBody() {
        progress = client.bodyReceived();
        await(Awaits.BODY, timers().bodyStall().nanos());
    }

    /** So many bytes wait for the client to take them. */
    void awaitTaking(long backlog) {
        progress = backlog;
        await(Awaits.TAKING, timers().writeStall().nanos());
    }

    void awaitNext() {
        await(Awaits.NEXT, timers().idle().nanos());
    }

    /**
     * We leave, and nothing is under way. But a request may be: who closes at once loses it, and the
     * client cannot know whether it was done (RFC 9112 9.3.1).
     */
    void lastChance() {
        long soon = service.worker().nanos() + LAST_CHANCE_NANOS;
        boolean idle = awaits == Awaits.FIRST_BYTE || awaits == Awaits.NEXT;
        if (idle && until != NEVER && soon - until < 0) {
            await(awaits, LAST_CHANCE_NANOS);
        }
    }

    void linger() {
        await(Awaits.LAST_WORDS, LINGER_NANOS);
    }

    /** For a client that has begun to speak, or ought to. */
    boolean awaitsHead() {
        return until != NEVER && (awaits == Awaits.FIRST_BYTE || awaits == Awaits.HEAD);
    }

    void stop() {
        until = NEVER;
    }

    /** For good: what the wheel still holds would keep a connection alive that has gone. */
    void end() {
        until = NEVER;
        service.worker().timers().cancel(this);
    }

    private void await(Awaits what, long nanos) {
        awaits = what;
        until = service.worker().turn().nanos() + nanos;
        service.worker().timers().set(this, until);
    }

    @Override
    protected void onDeadline(long nowNanos) {
        if (until == NEVER) {
            return;
        }
        if (until - nowNanos > 0) {
            service.worker().timers().set(this, until);
            return;
        }
        until = NEVER;
        switch (awaits) {
            case FIRST_BYTE, NEXT, LAST_WORDS -> nothingIsDue();
            case HEAD -> client.refuse(headTimeout());
            case BODY -> bodyIsDue();
            case TAKING -> answerIsDue();
        }
    }

    /** Unless an answer is still on its way to a client that takes it slowly. */
    private void nothingIsDue() {
        int backlog = client.waitingBytes();
        if (backlog > 0) {
            awaitTaking(backlog);
        } else {
            client.idle();
        }
    }

    private void bodyIsDue() {
        long moved = client.bodyReceived() - progress;
        long wanted =
                timers().minBodyRate()
                        * TimeUnit.NANOSECONDS.toSeconds(timers().bodyStall().nanos());
        if (moved > 0 && moved >= wanted) {
            awaitBody();
            return;
        }
        client.refuse(
                witness()
                        .testify(
                                Fault.of(ApplicationFault.BODY_STALLED, Side.CLIENT, Stage.REQUEST)
                                        .with("timer", timers().bodyStall().text())
                                        .with("moved", Long.toString(moved))));
    }

    private void answerIsDue() {
        int backlog = client.waitingBytes();
        if (backlog < progress) {
            awaitTaking(backlog);
            return;
        }
        client.cut(
                witness()
                        .stalled(
                                Fault.of(TransportFault.WRITE_STALLED, Side.CLIENT, Stage.RESPONSE)
                                        .with("timer", timers().writeStall().text())
                                        .with("waiting", Integer.toString(backlog))));
    }

    private Fault headTimeout() {
        return witness()
                .testify(
                        Fault.of(ApplicationFault.REQUEST_TIMEOUT, Side.CLIENT, Stage.REQUEST)
                                .with("timer", timers().requestHead().text()));
    }

    private Witness witness() {
        return Witness.of(client.connection().wire(), "");
    }

    private HttpTimers timers() {
        return service.timers();
    }
}
