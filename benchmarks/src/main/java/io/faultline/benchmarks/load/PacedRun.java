package io.faultline.benchmarks.load;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.SplittableRandom;

/**
 * Requests at a rate that does not care how fast answers come: each has a moment at which it is meant to start, and its latency counts from then,
 * also when every connection is still busy at that moment. A proxy that stops for 100 ms is charged for everybody who would have come
 * meanwhile; a closed loop would wait with it and see one slow answer ("coordinated omission").
 *
 * <p>Arrivals are random (exponential gaps, the same for everybody by a fixed seed): clients do not come in step. It never sleeps: a
 * generator that is woken late would measure itself. With a rate of 0 it is a closed loop, which tells what rate is the most.
 */
final class PacedRun extends Run {

    private static final long SEED = 42;
    private static final long GRACE_NANOS = 1_000_000_000L;
    private static final int READ_BYTES = 256 * 1024;

    private final int connections;
    private final double perSecond;
    private final ByteBuffer request;
    private final boolean http;
    private final ByteBuffer in = ByteBuffer.allocateDirect(READ_BYTES);
    private final ArrayDeque<SelectionKey> idle = new ArrayDeque<>();
    private final SplittableRandom random = new SplittableRandom(SEED);
    private int busy;
    private boolean begun;

    PacedRun(InetSocketAddress target, int connections, double perSecond, Asks asks)
            throws IOException {
        super(target);
        this.connections = connections;
        this.perSecond = perSecond;
        this.http = asks.http();
        this.request = ByteBuffer.allocateDirect(asks.bytes().length).put(asks.bytes());
    }

    /** What each request sends, and how its answer is read. */
    record Asks(byte[] bytes, boolean http) {}

    private static final class Line {
        final AnswerCounter answers;
        long meantNanos;

        Line(AnswerCounter answers) {
            this.answers = answers;
        }
    }

    /** Once; who holds a run opens its connections before anybody looks at the clock. */
    @Override
    void begin() throws IOException {
        if (begun) {
            return;
        }
        begun = true;
        for (int i = 0; i < connections; i++) {
            open();
        }
    }

    @Override
    LoadResult drive(double seconds) throws IOException {
        try {
            begin();
            long start = System.nanoTime();
            long end = start + (long) (seconds * 1e9);
            double due = start;
            for (long now = start; now - end < 0; now = System.nanoTime()) {
                while (!idle.isEmpty() && (perSecond == 0 || due <= now)) {
                    ask(idle.poll(), perSecond == 0 ? now : (long) due);
                    due += gapNanos();
                }
                selector.selectNow(this::readyOrBroken);
            }
            double took = (System.nanoTime() - start) / 1e9;
            long counted = units;
            finish(due, end);
            return new LoadResult(
                    counted,
                    took,
                    errors,
                    latencies.micros(0.50),
                    latencies.micros(0.99),
                    latencies.micros(0.999));
        } finally {
            closeAll();
        }
    }

    /** What was due before the end is owed an answer; what does not come within the grace is an error. */
    private void finish(double firstUnsent, long end) throws IOException {
        double due = firstUnsent;
        long latest = end + GRACE_NANOS;
        while (System.nanoTime() - latest < 0) {
            while (perSecond > 0 && due < end && !idle.isEmpty()) {
                ask(idle.poll(), (long) due);
                due += gapNanos();
            }
            if (busy == 0 && (perSecond == 0 || due >= end)) {
                return;
            }
            selector.selectNow(this::readyOrBroken);
        }
        errors += busy;
        while (perSecond > 0 && due < end) {
            errors++;
            due += gapNanos();
        }
    }

    private double gapNanos() {
        return perSecond == 0 ? 0 : -Math.log(1 - random.nextDouble()) * 1e9 / perSecond;
    }

    private void ask(SelectionKey key, long meantNanos) throws IOException {
        busy++;
        ((Line) key.attachment()).meantNanos = meantNanos;
        try {
            ((SocketChannel) key.channel()).write(request.clear());
        } catch (IOException gone) {
            broken(key);
        }
    }

    @Override
    void ready(SelectionKey key) throws IOException {
        int count = ((SocketChannel) key.channel()).read(in.clear());
        var line = (Line) key.attachment();
        if (count < 0) {
            broken(key);
            return;
        }
        int whole = line.answers.feed(in.flip());
        if (line.answers instanceof HttpAnswerCounter counter && counter.isBad()) {
            broken(key);
        } else if (whole > 0) {
            latencies.add(System.nanoTime() - line.meantNanos);
            units++;
            busy--;
            idle.add(key);
        }
    }

    /** The connection is replaced: a proxy may close one, but then the request is lost. */
    @Override
    void broken(SelectionKey key) throws IOException {
        boolean waiting = !idle.remove(key);
        key.channel().close();
        if (waiting) {
            errors++;
            busy--;
        }
        open();
    }

    private void open() throws IOException {
        var key = connected(SelectionKey.OP_READ);
        key.attach(
                new Line(
                        http
                                ? new HttpAnswerCounter()
                                : AnswerCounter.ofLength(request.capacity())));
        idle.add(key);
    }
}
