package io.faultline.core.discovery.dns;

import io.faultline.core.fault.Fault;
import java.net.InetAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one question brought. "There is none" and "nobody could tell" are different answers: the first
 * may empty one family of a name whose other family has addresses, the second never does.
 */
public sealed interface Answer {

    /**
     * At least one address.
     *
     * @param alias the name that has them, where the one asked for is an alias (CNAME)
     * @param resolver who said so, where somebody was asked
     */
    record Found(
            List<InetAddress> addresses,
            long ttlNanos,
            @Nullable String alias,
            @Nullable String resolver)
            implements Answer {

        public Found(List<InetAddress> addresses, long ttlNanos) {
            this(addresses, ttlNanos, null, null);
        }
    }

    /** A name server knows that there is none: NXDOMAIN, or a name without such records. */
    record None(Fault fault) implements Answer {}

    /** Silence, SERVFAIL, a refusal, or a fault of our own: nothing is known. */
    record Unknown(Fault fault) implements Answer {}
}
