package io.faultline.l4;

import io.faultline.core.timing.Ticker;
import java.util.concurrent.CountDownLatch;

/** The machine's clock, on which a test can make the workers stand still: connections then queue in the kernel. */
final class HeldWorkers implements Ticker {

    private volatile CountDownLatch released = new CountDownLatch(0);

    void hold() {
        released = new CountDownLatch(1);
    }

    void release() {
        released.countDown();
    }

    @Override
    public long nanos() {
        if (Thread.currentThread().getName().startsWith("worker-")) {
            try {
                released.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        return System.nanoTime();
    }
}
