package io.faultline.core.observe.access.log;

import io.faultline.core.observe.access.RecordFormat;
import io.faultline.core.observe.access.SessionRecord;
import io.faultline.core.observe.text.Utf8Buffer;
import io.faultline.core.timing.Ticker;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * The log's one thread: takes records from the queue, formats a batch, writes it, and keeps it until
 * the sink has taken all of it. It ends only when it is told to.
 */
final class LogWriter implements Runnable {

    private static final int BATCH_BYTES = 64 * 1024;
    private static final long LINGER_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
    private static final long SLEEP_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final long DROPS_SAID_EVERY_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final RecordQueue queue;
    private final RecordFormat format;
    private final LogSink sink;
    private final Outage outage;
    private final Ticker ticker;
    private final InstantSource clock;
    private final Consumer<String> say;
    private final Utf8Buffer batch = new Utf8Buffer(BATCH_BYTES + 4 * 1024);

    private long recordsInBatch;
    private long dropsSaid;
    private long dropsSaidAtNanos;
    private boolean formatBroke;
    private volatile long written;
    private volatile boolean closing;
    private volatile boolean reopenAsked;

    LogWriter(
            RecordQueue queue,
            RecordFormat format,
            LogSink sink,
            Ticker ticker,
            InstantSource clock,
            Consumer<String> say) {
        this.queue = queue;
        this.format = format;
        this.sink = sink;
        this.ticker = ticker;
        this.clock = clock;
        this.say = say;
        this.outage = new Outage(sink.name(), say);
        this.dropsSaidAtNanos = ticker.nanos() - DROPS_SAID_EVERY_NANOS;
    }

    @Override
    public void run() {
        try {
            boolean more = true;
            while (more && !Thread.currentThread().isInterrupted()) {
                more = round();
            }
        } finally {
            queue.countDropped(recordsInBatch); // not 0 only when we were interrupted
            queue.abandon();
            closeSink();
        }
    }

    void reopen() {
        reopenAsked = true;
        queue.wake();
    }

    void close() {
        closing = true;
        queue.wake();
    }

    long written() {
        return written;
    }

    boolean failing() {
        return outage.isOn();
    }

    /** False: the work is over. */
    private boolean round() {
        boolean last =
                closing; // read before the queue: what came before the close is still written
        if (reopenAsked) {
            reopenAsked = false;
            sink.reopen();
        }
        fillBatch();
        if (batch.size() > 0) {
            writeBatch();
            queue.linger(LINGER_NANOS);
            return true;
        }
        if (!last) {
            queue.sleep(SLEEP_NANOS);
        }
        return !last;
    }

    private void fillBatch() {
        SessionRecord entry;
        while (batch.size() < BATCH_BYTES && (entry = queue.poll()) != null) {
            int start = batch.size();
            try {
                format.write(entry, batch);
                recordsInBatch++;
            } catch (RuntimeException e) {
                batch.truncate(start);
                queue.countDropped(1);
                sayFormatBroke(e);
            }
        }
        sayDrops();
    }

    /** Where records are missing the log says so: when it has caught up, or at most once a second. */
    private void sayDrops() {
        long dropped = queue.dropped();
        long now = ticker.nanos();
        boolean due = queue.isEmpty() || now - dropsSaidAtNanos >= DROPS_SAID_EVERY_NANOS;
        if (dropped > dropsSaid && due) {
            format.writeDropped(dropped - dropsSaid, clock.millis(), batch);
            dropsSaid = dropped;
            dropsSaidAtNanos = now;
        }
    }

    private void writeBatch() {
        ByteBuffer lines = batch.peek();
        while (lines.hasRemaining() && !Thread.currentThread().isInterrupted()) {
            try {
                sink.write(lines);
                outage.worked(ticker.nanos());
            } catch (ClosedByInterruptException e) {
                return; // the deadline of a close: the interrupt is still set and ends the loop
            } catch (IOException e) {
                LockSupport.parkNanos(this, outage.failed(e, ticker.nanos()));
            }
        }
        if (!lines.hasRemaining()) {
            written += recordsInBatch;
            recordsInBatch = 0;
            batch.truncate(0);
        }
    }

    private void sayFormatBroke(RuntimeException e) {
        if (!formatBroke) {
            formatBroke = true;
            say.accept("access log: a record could not be formatted; this is a bug of ours: " + e);
        }
    }

    private void closeSink() {
        try {
            sink.close();
        } catch (IOException e) {
            say.accept("access log: " + sink.name() + " did not close: " + Outage.inWords(e));
        }
    }
}
