package io.faultline.core.observe.access.log;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A disk that does what a test says: takes a few bytes at a time, stalls, fails. */
final class ScriptedSink implements LogSink {

    /** Writes that may pass; a test drains it to stall the disk. */
    final Semaphore passes = new Semaphore(Integer.MAX_VALUE / 2);

    final AtomicInteger writes = new AtomicInteger();
    final AtomicInteger reopened = new AtomicInteger();
    volatile @Nullable IOException failure;
    volatile int bytesAtOnce = Integer.MAX_VALUE;
    private final ByteArrayOutputStream taken = new ByteArrayOutputStream();

    @Override
    public String name() {
        return "scripted";
    }

    @Override
    public void write(ByteBuffer lines) throws IOException {
        writes.incrementAndGet();
        try {
            passes.acquire();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // as an interruptible channel leaves it
            throw new ClosedByInterruptException();
        }
        IOException failing = failure;
        if (failing != null) {
            throw failing;
        }
        byte[] some = new byte[Math.min(bytesAtOnce, lines.remaining())];
        lines.get(some);
        synchronized (taken) {
            taken.writeBytes(some);
        }
    }

    @Override
    public void reopen() {
        reopened.incrementAndGet();
    }

    @Override
    public void close() {}

    String text() {
        synchronized (taken) {
            return taken.toString(StandardCharsets.UTF_8);
        }
    }
}
