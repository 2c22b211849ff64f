package io.faultline.core;

import io.faultline.core.timing.Ticker;
import io.faultline.core.worker.Worker;
import io.netty.channel.IoEventLoop;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A real control loop for tests with real sockets; what a test does to clusters runs on it. */
public final class ControlLoop implements AutoCloseable {

    /** The transports every behaviour is shown on. */
    public enum Kind {
        EPOLL(Worker.Kind.EPOLL),
        NIO(Worker.Kind.NIO);

        private final Worker.Kind worker;

        Kind(Worker.Kind worker) {
            this.worker = worker;
        }
    }

    private final Worker worker;

    public ControlLoop(Kind kind) {
        this.worker = new Worker(0, kind.worker, Ticker.system());
    }

    public IoEventLoop loop() {
        return worker.loop();
    }

    /** For checks, which open wires as traffic does. */
    public Worker worker() {
        return worker;
    }

    /**
     * Sockets of this process connected, or connecting, to a port on this machine. A loop's shutdown
     * closes all it holds, so a leak is to be looked for before it.
     */
    public static long socketsTowards(int port) {
        String suffix = ":%04X".formatted(port);
        return Stream.of("udp", "udp6", "tcp", "tcp6")
                .flatMap(table -> lines(Path.of("/proc/self/net", table)))
                .map(line -> line.strip().split("\\s+"))
                .filter(column -> column.length > 9 && column[2].endsWith(suffix))
                .filter(column -> !column[9].equals("0")) // TIME_WAIT belongs to nobody
                .count();
    }

    private static Stream<String> lines(Path table) {
        try {
            return Files.readAllLines(table).stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public <T> T call(Callable<T> work) {
        try {
            return loop().submit(work).get(20, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new AssertionError("failed on the control loop", e.getCause());
        } catch (Exception e) {
            throw new AssertionError("the control loop did not get to it", e);
        }
    }

    public void run(Runnable work) {
        call(
                () -> {
                    work.run();
                    return true;
                });
    }

    @Override
    public void close() {
        worker.stop().awaitUninterruptibly();
    }
}
