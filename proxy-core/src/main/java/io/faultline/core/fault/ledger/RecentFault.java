package io.faultline.core.fault.ledger;

import io.faultline.core.fault.Fault;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One fault as it happened.
 *
 * @param number counts all faults since the start: a gap tells a reader what has been overwritten
 * @param endpoint its address and port, or null when none was involved
 * @param connectionId as it stands in the access log, or 0 when no client was involved
 */
public record RecentFault(
        long number,
        Instant at,
        Fault fault,
        FaultScope scope,
        @Nullable String endpoint,
        long connectionId) {}
