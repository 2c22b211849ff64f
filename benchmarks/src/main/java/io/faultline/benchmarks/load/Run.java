package io.faultline.benchmarks.load;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/** One run of one workload: opens its connections, drives them until the time is up, closes them. */
abstract class Run {

    private static final long LONGEST_WAIT_MILLIS = 100;

    final InetSocketAddress target;
    final Selector selector = Selector.open();
    final LatencyHistogram latencies = new LatencyHistogram();
    long units;
    long errors;

    Run(InetSocketAddress target) throws IOException {
        this.target = target;
    }

    /** Opens what the workload starts with. */
    abstract void begin() throws IOException;

    /** Something can be done for this connection. */
    abstract void ready(SelectionKey key) throws IOException;

    /** A connection broke before it was through. */
    void broken(SelectionKey key) throws IOException {
        errors++;
        key.channel().close();
    }

    LoadResult drive(double seconds) throws IOException {
        try {
            begin();
            long start = System.nanoTime();
            long end = start + (long) (seconds * 1e9);
            while (System.nanoTime() - end < 0) {
                selector.select(this::readyOrBroken, LONGEST_WAIT_MILLIS);
            }
            return new LoadResult(
                    units,
                    (System.nanoTime() - start) / 1e9,
                    errors,
                    latencies.micros(0.50),
                    latencies.micros(0.99),
                    latencies.micros(0.999));
        } finally {
            closeAll();
        }
    }

    final void closeAll() throws IOException {
        for (var key : selector.keys()) {
            key.channel().close();
        }
        selector.close();
    }

    /** A connection that is open before the clock starts. */
    final SelectionKey connected(int interest) throws IOException {
        var channel = SocketChannel.open();
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.connect(target);
        channel.configureBlocking(false);
        return channel.register(selector, interest);
    }

    final void readyOrBroken(SelectionKey key) {
        try {
            try {
                ready(key);
            } catch (IOException e) {
                broken(key);
            }
        } catch (IOException cannotEvenClose) {
            key.cancel();
        }
    }
}
