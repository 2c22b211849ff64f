package io.faultline.l7.route.action;

import io.faultline.l7.config.route.SplitTargetConfig;
import java.util.List;

/** The upstreams of a route, each with its share. */
public final class Split {

    private final String[] upstreams;
    private final long[] ends; // of each share on a line from 0 to the sum of all weights

    private Split(String[] upstreams, long[] ends) {
        this.upstreams = upstreams;
        this.ends = ends;
    }

    static Split of(String upstream) {
        return new Split(new String[] {upstream}, new long[] {1});
    }

    static Split of(List<SplitTargetConfig> targets) {
        var upstreams = new String[targets.size()];
        var ends = new long[targets.size()];
        long sum = 0;
        for (int i = 0; i < upstreams.length; i++) {
            upstreams[i] = targets.get(i).to();
            sum += targets.get(i).weight();
            ends[i] = sum;
        }
        return new Split(upstreams, ends);
    }

    public int size() {
        return upstreams.length;
    }

    /** The names, to be resolved once: {@link #pick} answers with an index. */
    public String upstream(int index) {
        return upstreams[index];
    }

    /** Whether this one takes any share now. */
    public boolean isOpen(int index) {
        return ends[index] > (index == 0 ? 0 : ends[index - 1]);
    }

    /**
     * Which upstream takes a request.
     *
     * @param point any number, all 64 bits of it: random, or the hash of a key. Equal ones go the same
     *     way; when a weight grows, only as many move as the growth asks for.
     */
    public int pick(long point) {
        int last = ends.length - 1;
        if (last == 0) {
            return 0;
        }
        long at = Math.unsignedMultiplyHigh(point, ends[last]);
        int index = 0;
        while (ends[index] <= at) {
            index++;
        }
        return index;
    }
}
