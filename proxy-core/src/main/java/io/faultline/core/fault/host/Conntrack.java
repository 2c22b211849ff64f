package io.faultline.core.fault.host;

import java.nio.file.Path;

/**
 * How full the kernel's connection tracking table is. When it is full, new connections are dropped
 * without a word, or refused with EPERM: both look as if the endpoint were to blame.
 *
 * @param count tracked connections, -1 when the system does not tell
 * @param max how many fit, -1 when the system does not tell
 */
public record Conntrack(long count, long max) {

    public static final Conntrack UNKNOWN = new Conntrack(-1, -1);

    /** We look once a second, and a full table breathes: within one percent is full. */
    private static final int SLACK = 100;

    private static final int BREATH = 10;

    static Conntrack read(Path proc) {
        Path directory = proc.resolve("sys/net/netfilter");
        long count = ProcFile.readNumber(directory.resolve("nf_conntrack_count"));
        long max = ProcFile.readNumber(directory.resolve("nf_conntrack_max"));
        return count < 0 || max <= 0 ? UNKNOWN : new Conntrack(count, max);
    }

    public boolean isKnown() {
        return max > 0;
    }

    public boolean isFull() {
        return isKnown() && count >= max - max / SLACK;
    }

    /** Full enough to have been full a moment ago, if something says so. */
    boolean isNearlyFull() {
        return isKnown() && count >= max - max / BREATH;
    }

    /** {@code 262144/262144}, or {@code unknown}. */
    @Override
    public String toString() {
        return isKnown() ? count + "/" + max : "unknown";
    }
}
