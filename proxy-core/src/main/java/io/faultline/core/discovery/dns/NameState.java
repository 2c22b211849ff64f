package io.faultline.core.discovery.dns;

import io.faultline.core.fault.Fault;
import java.net.InetAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one name right now; immutable, so that any thread may read it.
 *
 * @param addresses the last good answer, sorted; it stays while lookups fail
 * @param generation 0 before the first answer; counts each time the addresses became others
 * @param answeredAtNanos when the last good answer came (ticker); without meaning at generation 0
 * @param nextLookupAtNanos when the name is asked for again (ticker)
 * @param lookups ended so far
 * @param failures lookups in which something was wrong, if only with one family
 * @param failuresInARow since the last lookup in which nothing was
 * @param fault what is wrong now, or null; with addresses at hand these are still served
 */
public record NameState(
        String name,
        List<InetAddress> addresses,
        long generation,
        long answeredAtNanos,
        long nextLookupAtNanos,
        long lookups,
        long failures,
        int failuresInARow,
        @Nullable Fault fault) {

    static NameState unasked(String name, long nowNanos) {
        return new NameState(name, List.of(), 0, nowNanos, nowNanos, 0, 0, 0, null);
    }

    /** Addresses came. The same ones again are no new generation, only a younger answer. */
    NameState found(List<InetAddress> found, long nowNanos) {
        long next = found.equals(addresses) ? generation : generation + 1;
        return new NameState(
                name,
                found,
                next,
                nowNanos,
                nextLookupAtNanos,
                lookups,
                failures,
                failuresInARow,
                fault);
    }

    /** The lookup is over. */
    NameState ended(@Nullable Fault seen, long nextAtNanos) {
        return new NameState(
                name,
                addresses,
                generation,
                answeredAtNanos,
                nextAtNanos,
                lookups + 1,
                failures + (seen == null ? 0 : 1),
                seen == null ? 0 : failuresInARow + 1,
                seen);
    }

    /** Something is wrong with DNS, and addresses that an earlier lookup found are served on. */
    public boolean servesLastGood() {
        return fault != null && !addresses.isEmpty();
    }

    /** How old the served answer is. */
    public long ageNanos(long nowNanos) {
        return generation == 0 ? 0 : nowNanos - answeredAtNanos;
    }
}
