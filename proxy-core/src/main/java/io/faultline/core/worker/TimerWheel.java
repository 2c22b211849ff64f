package io.faultline.core.worker;

import org.jspecify.annotations.Nullable;

/**
 * All deadlines of one worker in one coarse wheel: 1,024 slots of about 16 ms.
 *
 * <p>Netty's scheduler allocates for each task and keeps cancelled ones; a proxy sets and cancels a
 * timer or two per connection. Here a timer is a link in a list. Deadlines beyond one turn of the wheel
 * (about 17 s) are looked at once per turn. Timers fire late by up to one tick, never early.
 *
 * <p>On the worker's loop only.
 */
public final class TimerWheel {

    /** Wakes the wheel up: implemented by the worker with its loop. */
    @FunctionalInterface
    interface Alarm {
        void wakeAt(long nanos);
    }

    static final int TICK_SHIFT = 24; // 2^24 ns = 16.8 ms

    private static final int SLOTS = 1024;
    private static final int MASK = SLOTS - 1;
    private static final int SERVING = SLOTS; // the list of the slot that is being served
    private static final long NONE = Long.MAX_VALUE;

    private final @Nullable WheelTimer[] slots = new @Nullable WheelTimer[SLOTS + 1];
    private final Alarm alarm;
    private final long originNanos;
    private long currentTick; // the first tick that has not been served
    private long alarmTick = NONE;
    private int size;

    TimerWheel(Alarm alarm, long nowNanos) {
        this.alarm = alarm;
        this.originNanos = nowNanos;
    }

    /**
     * Sets the deadline, anew if it was set. A later deadline leaves the timer where it is: it is moved
     * when its old place comes up.
     */
    public void set(WheelTimer timer, long deadlineNanos) {
        boolean later = timer.isSet() && deadlineNanos - timer.deadlineNanos >= 0;
        timer.deadlineNanos = deadlineNanos;
        if (later) {
            return;
        }
        cancel(timer);
        size++;
        place(timer);
    }

    public void cancel(WheelTimer timer) {
        if (timer.isSet()) {
            unlink(timer);
            size--;
        }
    }

    /** How many timers are set. */
    public int size() {
        return size;
    }

    /** Fires what is due. Called when the alarm rings; being called early is harmless. */
    void advance(long nowNanos) {
        long nowTick = (nowNanos - originNanos) >> TICK_SHIFT;
        if (alarmTick <= nowTick) {
            alarmTick = NONE;
        }
        long last = Math.min(nowTick, currentTick + MASK); // one turn visits every slot
        for (long tick = currentTick; tick <= last; tick++) {
            currentTick = tick + 1;
            serve((int) tick & MASK, nowNanos);
        }
        currentTick = Math.max(currentTick, nowTick + 1);
        if (size > 0) {
            ringAt(nextUsedTick()); // a timer set meanwhile may have asked for a later alarm
        }
    }

    private void serve(int slot, long nowNanos) {
        for (WheelTimer timer; (timer = slots[slot]) != null; ) {
            unlink(timer);
            link(timer, SERVING); // callbacks may set and cancel timers: this list is only ours
        }
        for (WheelTimer timer; (timer = slots[SERVING]) != null; ) {
            unlink(timer);
            if (timer.deadlineNanos - nowNanos <= 0) {
                size--;
                timer.onDeadline(nowNanos);
            } else {
                place(timer);
            }
        }
    }

    private void place(WheelTimer timer) {
        long tick = ((timer.deadlineNanos - originNanos) >> TICK_SHIFT) + 1; // late, never early
        tick = Math.max(tick, currentTick);
        link(timer, (int) tick & MASK);
        ringAt(Math.min(tick, currentTick + MASK));
    }

    private void link(WheelTimer timer, int slot) {
        WheelTimer head = slots[slot];
        timer.slot = slot;
        timer.previous = null;
        timer.next = head;
        if (head != null) {
            head.previous = timer;
        }
        slots[slot] = timer;
    }

    private void unlink(WheelTimer timer) {
        WheelTimer before = timer.previous;
        WheelTimer after = timer.next;
        if (before != null) {
            before.next = after;
        } else {
            slots[timer.slot] = after;
        }
        if (after != null) {
            after.previous = before;
        }
        timer.next = null;
        timer.previous = null;
        timer.slot = WheelTimer.NOT_SET;
    }

    private void ringAt(long tick) {
        if (tick < alarmTick) {
            alarmTick = tick;
            alarm.wakeAt(originNanos + (tick << TICK_SHIFT));
        }
    }

    private long nextUsedTick() {
        for (long tick = currentTick; tick <= currentTick + MASK; tick++) {
            if (slots[(int) tick & MASK] != null) {
                return tick;
            }
        }
        throw new IllegalStateException(size + " timers are set, but none is in the wheel");
    }
}
