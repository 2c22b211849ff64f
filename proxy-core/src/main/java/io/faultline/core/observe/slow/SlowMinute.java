package io.faultline.core.observe.slow;

import java.util.List;

/**
 * The slowest of one minute, worst first.
 *
 * @param number counts minutes on the monotonic clock: the same for all workers
 */
public record SlowMinute(long number, List<SlowSample> samples) {}
