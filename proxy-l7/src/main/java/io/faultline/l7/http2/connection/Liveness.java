package io.faultline.l7.http2.connection;

import io.faultline.core.worker.WheelTimer;
import io.faultline.l7.http2.frame.ErrorCode;
import java.util.concurrent.TimeUnit;

/**
 * Whether the peer still answers: our settings, a PING after a long silence, the PING that goes with our
 * farewell. Three deadlines, one timer; a byte that comes costs no more than a store.
 */
final class Liveness extends WheelTimer {

    private static final long NEVER = Long.MAX_VALUE;
    private static final long DRAIN_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long DRAIN_PING = 0x6661_756c_7464_7261L;
    private static final long ALIVE_PING = 0x6661_756c_7461_6c76L;

    private final Http2Connection connection;
    private long settingsDue = NEVER;
    private long drainDue = NEVER;
    private long pingDue = NEVER; // either to be sent, or to be answered
    private boolean pinged;
    private boolean heard;

    Liveness(Http2Connection connection) {
        this.connection = connection;
    }

    void start() {
        long now = connection.worker.nanos();
        settingsDue = now + connection.limits.settingsTimeout().nanos();
        if (connection.limits.pingInterval().isSet()) {
            pingDue = now + connection.limits.pingInterval().nanos();
        }
        arm();
    }

    void settingsAcknowledged() {
        settingsDue = NEVER;
    }

    void heard() {
        heard = true;
    }

    void awaitDrain() {
        connection.ping(DRAIN_PING);
        drainDue = connection.worker.nanos() + DRAIN_NANOS;
        arm();
    }

    void pong(long data) {
        if (data == DRAIN_PING) {
            connection.farewell.endAccepting();
        } else {
            connection.role.onPong(data);
        }
    }

    void end() {
        connection.worker.timers().cancel(this);
    }

    private void arm() {
        long first = earlier(settingsDue, earlier(drainDue, pingDue));
        if (first != NEVER) {
            connection.worker.timers().set(this, first);
        }
    }

    private static long earlier(long one, long other) {
        if (one == NEVER || other == NEVER) {
            return one == NEVER ? other : one;
        }
        return one - other <= 0 ? one : other;
    }

    private static boolean hasPassed(long end, long now) {
        return end != NEVER && end - now <= 0;
    }

    @Override
    protected void onDeadline(long now) {
        if (connection.isOver()) {
            return;
        }
        if (hasPassed(settingsDue, now)) {
            connection.timedOut(connection.limits.settingsTimeout(), ErrorCode.SETTINGS_TIMEOUT);
            return;
        }
        if (hasPassed(drainDue, now)) {
            drainDue = NEVER;
            connection.farewell.endAccepting();
        }
        if (hasPassed(pingDue, now) && !isAlive(now)) {
            connection.timedOut(connection.limits.pingTimeout(), ErrorCode.NO_ERROR);
            return;
        }
        if (!connection.isOver()) {
            arm();
        }
    }

    private boolean isAlive(long now) {
        if (heard) {
            pinged = false;
        } else if (pinged) {
            return false;
        } else {
            pinged = true;
            connection.ping(ALIVE_PING);
        }
        heard = false;
        Http2Limits limits = connection.limits;
        pingDue = now + (pinged ? limits.pingTimeout().nanos() : limits.pingInterval().nanos());
        return true;
    }
}
