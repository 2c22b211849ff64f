package io.faultline.core.observe.access.log;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A time in which the log cannot be written. Said once when it begins, once when its cause changes
 * and once when it is over; in between the pauses before a new try grow.
 */
final class Outage {

    private static final long FIRST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long LONGEST_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final String sink;
    private final Consumer<String> say;
    private volatile boolean on;
    private String cause = "";
    private long sinceNanos;
    private long pauseNanos = FIRST_PAUSE_NANOS;

    Outage(String sink, Consumer<String> say) {
        this.sink = sink;
        this.say = say;
    }

    /** On any thread. */
    boolean isOn() {
        return on;
    }

    /** A write failed; answers how long to wait before the next. On the log's thread only. */
    long failed(IOException e, long nowNanos) {
        if (!on) {
            on = true;
            sinceNanos = nowNanos;
            pauseNanos = FIRST_PAUSE_NANOS;
            cause = "";
        }
        String why = inWords(e);
        if (!why.equals(cause)) {
            cause = why;
            say.accept(
                    "access log: cannot write to "
                            + sink
                            + ": "
                            + why
                            + ". Sessions go on; records wait in the queue and are dropped and"
                            + " counted when it is full. Look with: df -h; df -i; ls -ld "
                            + sink);
        }
        long pause = pauseNanos;
        pauseNanos = Math.min(LONGEST_PAUSE_NANOS, pauseNanos * 2);
        return pause;
    }

    /** A write succeeded. On the log's thread only. */
    void worked(long nowNanos) {
        if (on) {
            on = false;
            say.accept(
                    "access log: writing to "
                            + sink
                            + " again after "
                            + TimeUnit.NANOSECONDS.toMillis(nowNanos - sinceNanos)
                            + " ms");
        }
    }

    static String inWords(IOException e) {
        if (e instanceof NoSuchFileException) {
            return "its directory does not exist";
        }
        if (e instanceof AccessDeniedException) {
            return "permission denied";
        }
        String reason = e instanceof FileSystemException fs ? fs.getReason() : e.getMessage();
        return reason == null ? e.toString() : reason;
    }
}
