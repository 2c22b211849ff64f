package io.faultline.core.upstream.health;

import io.faultline.core.config.upstream.HealthConfig;
import io.faultline.core.upstream.HealthVerdict;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/** What the config asks of each check: where, how, how often. */
record CheckPlan(HealthConfig config, Prober prober, RandomGenerator random) {

    private static final double SPREAD = 0.1;

    /** First checks of endpoints that came together: this far apart on average, but within one interval. */
    private static final long FIRST_APART_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    InetSocketAddress target(InetSocketAddress endpoint) {
        Integer port = config.port();
        return port == null ? endpoint : new InetSocketAddress(endpoint.getAddress(), port);
    }

    Tally newTally(HealthVerdict verdict) {
        return new Tally(config.rise(), config.fall(), verdict);
    }

    /** When the first check of one of so many endpoints that came together begins. */
    long firstDelayNanos(int together) {
        long window = Math.min(config.interval().toNanos(), together * FIRST_APART_NANOS);
        return random.nextLong(window + 1);
    }

    /**
     * From the start of one check to the start of the next. After the very first one it is anything up
     * to an interval: that spreads the checks of all endpoints evenly over the interval for good.
     */
    long pauseNanos(boolean afterFirst) {
        long interval = config.interval().toNanos();
        return afterFirst
                ? random.nextLong(interval + 1)
                : (long) (interval * random.nextDouble(1 - SPREAD, 1 + SPREAD));
    }
}
