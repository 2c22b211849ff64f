package io.faultline.core.observe.saturation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What is being found in one look at everything. On the control thread only. */
public final class Look {

    private final double seconds;
    private final List<Resource> resources = new ArrayList<>();
    private final long[] totals = new long[EventKind.values().length];

    /** @param seconds the time, since any fixed moment */
    public Look(double seconds) {
        this.seconds = seconds;
        Arrays.fill(totals, EventCount.UNTOLD);
    }

    /** When this look began, in seconds since any fixed moment: for what is a rate. */
    public double seconds() {
        return seconds;
    }

    public void found(ResourceKind kind, String subject, double used, double limit) {
        found(kind, subject, used, limit, "");
    }

    /** A limit that is not positive is no limit: better say {@link #unbounded}. */
    public void found(ResourceKind kind, String subject, double used, double limit, String note) {
        if (limit > 0 && used >= 0) {
            resources.add(Resource.known(kind, subject, used, limit, note));
        } else {
            unknown(kind, subject, "the system does not tell");
        }
    }

    /** It is used, but nothing says how much of it there is. */
    public void unbounded(ResourceKind kind, String subject, double used, String why) {
        resources.add(Resource.unknown(kind, subject, used, why));
    }

    public void unknown(ResourceKind kind, String subject, String why) {
        resources.add(Resource.unknown(kind, subject, Double.NaN, why));
    }

    /** Adds to a counter; a negative number is one that the system does not tell. */
    public void happened(EventKind kind, long total) {
        if (total >= 0) {
            int index = kind.ordinal();
            long before = Math.max(0, totals[index]);
            totals[index] = total > Long.MAX_VALUE - before ? Long.MAX_VALUE : before + total;
        }
    }

    /** What has been said of this counter so far, or {@link EventCount#UNTOLD}. */
    public long total(EventKind kind) {
        return totals[kind.ordinal()];
    }

    List<Resource> resources() {
        return resources;
    }
}
