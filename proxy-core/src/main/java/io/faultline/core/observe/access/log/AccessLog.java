package io.faultline.core.observe.access.log;

import io.faultline.core.observe.access.RecordFormat;
import io.faultline.core.observe.access.SessionRecord;
import io.faultline.core.timing.Ticker;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Consumer;

/**
 * One line per session, written beside the data path: workers {@link #offer} and go on, a thread of
 * its own formats and writes. When the disk is slower than the traffic, records are dropped and
 * counted, and the log says how many are missing.
 *
 * <p>No disk error ends it. It keeps the batch it could not write, tries again with growing pauses,
 * and says on the operator's channel when that begins and when it is over.
 */
public final class AccessLog {

    /** The file name that means standard output. */
    public static final String STDOUT = "stdout";

    private final RecordQueue queue;
    private final LogWriter writer;
    private final Thread thread;
    private final Consumer<String> say;

    private AccessLog(
            LogSink sink,
            RecordFormat format,
            int capacity,
            Ticker ticker,
            InstantSource clock,
            Consumer<String> say) {
        this.queue = new RecordQueue(capacity);
        this.writer = new LogWriter(queue, format, sink, ticker, clock, say);
        this.say = say;
        this.thread = new Thread(writer, "faultline-access-log");
        queue.writtenBy(thread);
        thread.setDaemon(true); // a disk that hangs must not keep the process from ending
    }

    /**
     * Opens the file and starts the thread.
     *
     * @param file a path, or {@link #STDOUT}
     * @param capacity records that may wait; rounded up to a power of two
     * @param say takes sentences for the operator, one at a time, from the log's thread
     * @throws IOException when the file cannot be opened; the message is a sentence
     */
    public static AccessLog start(
            String file,
            RecordFormat format,
            int capacity,
            Ticker ticker,
            InstantSource clock,
            Consumer<String> say)
            throws IOException {
        return start(sink(file), format, capacity, ticker, clock, say);
    }

    static AccessLog start(
            LogSink sink,
            RecordFormat format,
            int capacity,
            Ticker ticker,
            InstantSource clock,
            Consumer<String> say) {
        AccessLog log = new AccessLog(sink, format, capacity, ticker, clock, say);
        log.thread.start();
        return log;
    }

    private static LogSink sink(String file) throws IOException {
        if (file.equals(STDOUT)) {
            return StreamSink.stdout();
        }
        try {
            return FileSink.open(Path.of(file));
        } catch (IOException e) {
            throw new IOException("access log: cannot open " + file + ": " + Outage.inWords(e), e);
        }
    }

    /** On any thread; never waits. False: the record is lost, and counted. */
    public boolean offer(SessionRecord entry) {
        return queue.offer(entry);
    }

    /** For log rotation: what is written from now on goes to whatever stands under the name. */
    public void reopen() {
        writer.reopen();
    }

    /** How it does, at this moment. On any thread. */
    public Counts counts() {
        return new Counts(writer.written(), queue.dropped(), queue.size(), writer.failing());
    }

    /**
     * Writes what is in the queue, for at most so long, and ends. Blocks; for the thread that stops the
     * process. Records offered from now on are dropped.
     *
     * @return whether everything was written
     */
    public boolean close(Duration deadline) {
        writer.close();
        try {
            if (!thread.join(deadline)) {
                say.accept(
                        "access log: gave up after "
                                + deadline.toMillis()
                                + " ms with about "
                                + queue.size()
                                + " records unwritten");
                thread.interrupt();
                return false;
            }
            return true;
        } catch (InterruptedException e) {
            thread.interrupt();
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /**
     * @param written records that reached the sink
     * @param dropped records that did not and never will
     * @param queued records that wait
     * @param failing the last write failed and is being tried again
     */
    public record Counts(long written, long dropped, int queued, boolean failing) {}
}
