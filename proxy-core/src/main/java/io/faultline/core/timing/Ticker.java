package io.faultline.core.timing;

/** The only way to read the monotonic clock, so that tests can step it. */
@FunctionalInterface
public interface Ticker {

    long nanos();

    /** The machine's own clock. */
    static Ticker system() {
        return System::nanoTime;
    }
}
