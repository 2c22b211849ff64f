package io.faultline.benchmarks.micro.memory;

import io.faultline.core.wire.Wire;
import java.util.concurrent.Semaphore;

/** A client that asks so many times, one after the other, and says when it has its answers. */
public abstract class Client {

    private final Semaphore done = new Semaphore(0);
    private int left;
    final Wire wire;

    Client(Wire wire) {
        this.wire = wire;
    }

    /** Begins; what a connection has to say before its first request is said. On the loop only. */
    public abstract void open();

    /** One request. On the loop only. */
    abstract void ask();

    /** An answer is whole. */
    final void answered() {
        left--;
        if (left > 0) {
            ask();
        } else if (left == 0) {
            done.release();
        }
    }

    final boolean isWaiting() {
        return left > 0;
    }

    /** The connection can be used now. */
    final void opened() {
        done.release();
    }

    /** On the loop only. */
    public final void askTimes(int times) {
        left = times;
        ask();
    }

    /** Waits for {@link #open} or {@link #askTimes}, on the benchmark's thread. */
    public final void await() throws InterruptedException {
        done.acquire();
    }
}
