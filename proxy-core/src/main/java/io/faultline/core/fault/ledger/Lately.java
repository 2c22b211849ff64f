package io.faultline.core.fault.ledger;

import java.time.Instant;

/**
 * How often something broke in the time before now, to the length of a bucket: 5 s, 30 s and 2.5 min.
 *
 * @param began when it broke for the first time after it had not for two minutes
 */
public record Lately(long lastMinute, long lastTenMinutes, long lastHour, Instant began) {}
