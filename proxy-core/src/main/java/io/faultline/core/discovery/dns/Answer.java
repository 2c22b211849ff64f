package io.faultline.core.discovery.dns;

import io.faultline.core.fault.Fault;
import java.net.InetAddress;
import java.util.List;

/**
 * What one question brought. "There is none" and "nobody could tell" are different answers: the first
 * may empty one family of a name whose other family has addresses, the second never does.
 */
public sealed interface Answer {

    /** At least one address. */
    record Found(List<InetAddress> addresses, long ttlNanos) implements Answer {}

    /** A name server knows that there is none: NXDOMAIN, or a name without such records. */
    record None(Fault fault) implements Answer {}

    /** Silence, SERVFAIL, a refusal, or a fault of our own: nothing is known. */
    record Unknown(Fault fault) implements Answer {}
}
