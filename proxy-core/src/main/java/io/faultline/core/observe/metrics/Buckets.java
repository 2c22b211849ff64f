package io.faultline.core.observe.metrics;

import java.time.Duration;

/**
 * The fixed upper bounds of a histogram. They never change while the process lives, so that shards
 * can be summed and rates taken across restarts.
 */
enum Buckets {
    /** From a refused query to a tunnel that stays for hours. */
    SESSION(
            "sessions",
            millis(1),
            millis(5),
            millis(10),
            millis(50),
            millis(100),
            millis(500),
            seconds(1),
            seconds(5),
            seconds(10),
            seconds(60),
            seconds(300),
            seconds(3600)),
    /** From a page out of memory to a download: percentiles are read from these. */
    EXCHANGE(
            "HTTP exchanges",
            micros(100),
            micros(250),
            micros(500),
            millis(1),
            micros(2500),
            millis(5),
            millis(10),
            millis(25),
            millis(50),
            millis(100),
            millis(250),
            millis(500),
            seconds(1),
            micros(2_500_000),
            seconds(5),
            seconds(10),
            seconds(30),
            seconds(60),
            seconds(300)),
    /** From loopback to the longest connect timeout; 1 s and 3 s are where lost SYNs show. */
    CONNECT(
            "connects and handshakes",
            micros(100),
            micros(250),
            micros(500),
            millis(1),
            micros(2500),
            millis(5),
            millis(10),
            millis(25),
            millis(50),
            millis(100),
            millis(250),
            millis(500),
            seconds(1),
            seconds(3),
            seconds(10)),
    /** From our own work to an application that thinks for long. */
    PHASE(
            "phases",
            micros(25),
            micros(50),
            micros(100),
            micros(250),
            micros(500),
            millis(1),
            micros(2500),
            millis(5),
            millis(10),
            millis(25),
            millis(50),
            millis(100),
            millis(250),
            millis(500),
            seconds(1),
            seconds(3),
            seconds(10),
            seconds(60)),
    /** How late an event loop is: above a few milliseconds clients feel it. */
    LOOP_LAG(
            "loop lag",
            micros(100),
            micros(250),
            micros(500),
            millis(1),
            micros(2500),
            millis(5),
            millis(10),
            millis(25),
            millis(100),
            millis(500),
            seconds(1));

    private final String what;
    private final long[] boundsNanos;

    Buckets(String what, Duration... bounds) {
        this.what = what;
        boundsNanos = new long[bounds.length];
        for (int i = 0; i < bounds.length; i++) {
            boundsNanos[i] = bounds[i].toNanos();
        }
    }

    /** What is measured with them, for the reference page. */
    String what() {
        return what;
    }

    /** Buckets, the one without an upper bound included. */
    int count() {
        return boundsNanos.length + 1;
    }

    /** The first bucket whose bound is not below the value; bounds are inclusive. */
    int indexOf(long nanos) {
        int index = 0;
        while (index < boundsNanos.length && nanos > boundsNanos[index]) {
            index++;
        }
        return index;
    }

    /** In seconds; infinite for the last one. */
    double upperBoundSeconds(int index) {
        return index == boundsNanos.length ? Double.POSITIVE_INFINITY : boundsNanos[index] / 1e9;
    }

    private static Duration micros(long micros) {
        return Duration.ofNanos(micros * 1_000);
    }

    private static Duration millis(long millis) {
        return Duration.ofMillis(millis);
    }

    private static Duration seconds(long seconds) {
        return Duration.ofSeconds(seconds);
    }
}
