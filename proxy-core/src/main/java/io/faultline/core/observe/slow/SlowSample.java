package io.faultline.core.observe.slow;

import io.faultline.core.observe.access.SessionRecord;

/**
 * One that was among the slowest of its minute.
 *
 * @param lateNanos how long its answer took to begin: what it is ranked by
 * @param kept its record as in the access log, without the values of its query
 */
public record SlowSample(long lateNanos, SessionRecord kept) {}
