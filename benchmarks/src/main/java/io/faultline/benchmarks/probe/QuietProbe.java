package io.faultline.benchmarks.probe;

import io.faultline.benchmarks.peers.Entrant;
import io.faultline.benchmarks.result.Metric;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** What a proxy costs while nobody uses it: memory, and the CPU of its timers and health checks. */
public record QuietProbe() implements Probe {

    private static final double MEGABYTE = 1 << 20;

    /** The kernel counts in hundredths of a second: less would see nothing, or one of them. */
    private static final double FEWEST_SECONDS = 2;

    @Override
    public Map<Metric, Double> measure(Entrant entrant, double seconds)
            throws InterruptedException {
        var before = entrant.cpu();
        long start = System.nanoTime();
        TimeUnit.NANOSECONDS.sleep((long) (Math.max(FEWEST_SECONDS, seconds) * 1e9));
        double took = (System.nanoTime() - start) / 1e9;
        var values = new EnumMap<Metric, Double>(Metric.class);
        values.put(Metric.IDLE_CPU, 100 * entrant.cpu().minus(before).total() / took);
        values.put(Metric.RSS, entrant.residentBytes() / MEGABYTE);
        return values;
    }

    @Override
    public String command() {
        return "no load";
    }

    @Override
    public double takes(double seconds) {
        return Math.max(FEWEST_SECONDS, seconds);
    }
}
