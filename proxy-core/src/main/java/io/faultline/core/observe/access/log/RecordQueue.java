package io.faultline.core.observe.access.log;

import io.faultline.core.observe.access.SessionRecord;
import io.netty.util.internal.PlatformDependent;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Records on their way from the workers to the one writer thread. Bounded: when it is full a record
 * is dropped and counted, because a full disk is no reason to keep a client waiting.
 *
 * <p>Waking a thread costs the worker a system call, so a writer that has just been busy lingers for
 * a moment and is left alone unless the queue is half full; only one that sleeps is woken at once.
 */
final class RecordQueue {

    private enum Writer {
        WORKS,
        LINGERS,
        SLEEPS,
        GONE
    }

    private final Queue<SessionRecord> records;
    private final int wakeAt;
    private final LongAdder dropped = new LongAdder();
    private final AtomicReference<Writer> writer = new AtomicReference<>(Writer.WORKS);
    private volatile @Nullable Thread thread;

    RecordQueue(int capacity) {
        this.records = PlatformDependent.newFixedMpscQueue(capacity);
        this.wakeAt = capacity / 2;
    }

    /** Before that thread starts: who is to be woken. */
    void writtenBy(Thread writerThread) {
        thread = writerThread;
    }

    /** On any thread; never waits. False: the record is lost, and counted. */
    boolean offer(SessionRecord entry) {
        if (writer.get() == Writer.GONE || !records.offer(entry)) {
            dropped.increment();
            return false;
        }
        Writer now = writer.get();
        boolean needed = now == Writer.SLEEPS || (now == Writer.LINGERS && records.size() > wakeAt);
        // Of many workers that see it asleep, one pays for waking it.
        if (needed && writer.compareAndSet(now, Writer.WORKS)) {
            wake();
        }
        return true;
    }

    /** On the writer's thread only. */
    @Nullable SessionRecord poll() {
        return records.poll();
    }

    /** On the writer's thread only: waits out a pause between two records of the same burst. */
    void linger(long nanos) {
        park(Writer.LINGERS, nanos);
    }

    /** On the writer's thread only: waits until a record comes. */
    void sleep(long nanos) {
        park(Writer.SLEEPS, nanos);
    }

    /** On the writer's thread only, at its end: what is left is lost. */
    void abandon() {
        writer.set(Writer.GONE);
        while (records.poll() != null) {
            dropped.increment();
        }
    }

    /** On any thread. */
    void wake() {
        LockSupport.unpark(thread);
    }

    boolean isEmpty() {
        return records.isEmpty();
    }

    int size() {
        return records.size();
    }

    void countDropped(long more) {
        dropped.add(more);
    }

    long dropped() {
        return dropped.sum();
    }

    private void park(Writer how, long nanos) {
        writer.set(how);
        // Looked at again after saying so: a record that came in between wakes nobody.
        if (records.isEmpty()) {
            LockSupport.parkNanos(this, nanos);
        }
        writer.set(Writer.WORKS);
    }
}
