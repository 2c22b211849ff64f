package io.faultline.core.observe.access;

import io.faultline.core.fault.Fault;
import org.jspecify.annotations.Nullable;

/**
 * One try to reach an endpoint. All of a session's tries are on its record, because the failed ones
 * explain the slow ones.
 *
 * @param endpoint its name: address and port
 * @param startMicros since the client's connection was accepted
 * @param fault why it failed, or null for the one that served
 */
public record Attempt(
        String endpoint, long startMicros, long durationMicros, @Nullable Fault fault) {}
