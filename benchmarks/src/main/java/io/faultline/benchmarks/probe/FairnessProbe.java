package io.faultline.benchmarks.probe;

import io.faultline.benchmarks.drive.Rig;
import io.faultline.benchmarks.load.LoadOrder;
import io.faultline.benchmarks.load.LoadResult;
import io.faultline.benchmarks.peers.Entrant;
import io.faultline.benchmarks.result.Metric;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Small messages beside downloads that take all they can get, through one worker: whether the loud starve the quiet. */
public record FairnessProbe(Rig rig) implements Probe {

    private static final int DOWNLOADS = 4;
    private static final int PINGS = 16;
    private static final double PINGS_PER_SECOND = 1_000;
    private static final double HEAD_START_SECONDS = 0.3;

    @Override
    public void warmUp(Entrant entrant, double seconds) throws IOException, InterruptedException {
        both(entrant, seconds);
    }

    @Override
    public Map<Metric, Double> measure(Entrant entrant, double seconds)
            throws IOException, InterruptedException {
        var both = both(entrant, seconds);
        var values = new EnumMap<Metric, Double>(Metric.class);
        values.put(Metric.RATE, both.pings.units() / both.pings.seconds());
        values.put(Metric.ERRORS, (double) both.pings.errors());
        values.put(Metric.P50, both.pings.p50Micros());
        values.put(Metric.P99, both.pings.p99Micros());
        values.put(Metric.P999, both.pings.p999Micros());
        values.put(Metric.BESIDE, both.bulk.units() / 1e9 / both.bulk.seconds());
        return values;
    }

    private record Both(LoadResult pings, LoadResult bulk) {}

    private Both both(Entrant entrant, double seconds) throws IOException, InterruptedException {
        var downloads =
                LoadOrder.closed(
                        "down", entrant.port(), DOWNLOADS, seconds + 2 * HEAD_START_SECONDS);
        rig.second().begin(downloads);
        try {
            TimeUnit.NANOSECONDS.sleep((long) (HEAD_START_SECONDS * 1e9));
            var pings =
                    rig.generator()
                            .run(
                                    new LoadOrder(
                                            "echo",
                                            entrant.port(),
                                            PINGS,
                                            seconds,
                                            PINGS_PER_SECOND,
                                            "/"));
            return new Both(pings, rig.second().await(downloads));
        } catch (IOException e) {
            rig.endSecond();
            throw e;
        }
    }

    @Override
    public String command() {
        return "own generator: %d connections, together %.0f pings/s at a fixed rate, beside %d downloads"
                .formatted(PINGS, PINGS_PER_SECOND, DOWNLOADS);
    }

    @Override
    public double takes(double seconds) {
        return seconds + 1;
    }
}
