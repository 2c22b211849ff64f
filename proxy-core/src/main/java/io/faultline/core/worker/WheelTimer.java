package io.faultline.core.worker;

import org.jspecify.annotations.Nullable;

/**
 * Something that must happen by a deadline, linked into its worker's {@link TimerWheel} by the object
 * itself: setting, moving and cancelling allocate nothing.
 *
 * <p>Connections extend this. Moving a deadline later costs one store, so a busy connection may push
 * its idle timeout ahead with every read.
 */
public abstract class WheelTimer {

    static final int NOT_SET = -1;

    @Nullable WheelTimer next;
    @Nullable WheelTimer previous;
    int slot = NOT_SET;
    long deadlineNanos;

    /** The deadline has passed, by at most one tick of the wheel plus what the loop is late. */
    protected abstract void onDeadline(long nowNanos);

    /** Whether {@link #onDeadline} is still to come. */
    public final boolean isSet() {
        return slot != NOT_SET;
    }
}
