package io.faultline.core.observe.metrics;

import io.faultline.core.fault.ledger.FaultLedger;
import io.faultline.core.observe.access.log.AccessLog;
import io.faultline.core.observe.saturation.EventKind;
import io.faultline.core.observe.saturation.ResourceKind;
import io.faultline.core.observe.saturation.SaturationReport;
import io.faultline.core.observe.saturation.SaturationWatch;
import io.faultline.core.timing.LoopTurn;
import io.faultline.core.timing.Phase;
import io.faultline.core.timing.Timeline;
import io.faultline.core.upstream.Cluster;
import io.faultline.testkit.text.PrometheusText;
import java.time.Clock;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

/** What a server would export, and what it exports it from. */
abstract class ExportFixture {

    final MetricShards shards = new MetricShards(2);
    final FaultLedger faults = new FaultLedger(Clock.systemUTC());
    final List<Cluster> clusters = new ArrayList<>();
    final List<CertificateLife> certificates = new ArrayList<>();
    SaturationReport saturation = SaturationReport.NONE;
    @Nullable AccessLog log;
    private final MetricsExport export =
            new MetricsExport(
                    new MetricSources(
                            shards,
                            () -> clusters,
                            faults,
                            () -> log,
                            () -> 4_096,
                            () -> 7,
                            () -> new MetricSources.Reloads(3, 1, false),
                            () -> certificates,
                            () -> saturation,
                            new MetricSources.Build("1.2.3", "abc", "4.2", "25")));

    @AfterEach
    void close() {
        export.close();
    }

    /** 1 ms of our own work, then 40 ms for the application. */
    static Timeline waited() {
        var timeline = new Timeline(new LoopTurn(() -> 0));
        timeline.begin(Phase.WORK, 0);
        timeline.enter(Phase.WAIT, TimeUnit.MILLISECONDS.toNanos(1));
        timeline.end(TimeUnit.MILLISECONDS.toNanos(41));
        return timeline;
    }

    void saturate() {
        double[] ports = {1_000};
        var watch =
                new SaturationWatch(
                        List.of(
                                look -> {
                                    look.found(ResourceKind.LOOP, "0", 0.25, 1);
                                    look.found(ResourceKind.LOOP, "1", 0.75, 1);
                                    look.unknown(ResourceKind.LINK, "eth0", "no speed");
                                    look.found(ResourceKind.SOURCE_PORTS, "a", ports[0], 4_000);
                                    look.found(ResourceKind.SOURCE_PORTS, "b", ports[0], 9_000);
                                    look.happened(EventKind.LISTEN_OVERFLOWS, 37);
                                }),
                        () -> (long) (ports[0] * 1_000_000), // a thousand more are a second
                        InstantSource.system());
        for (int i = 0; i < 4; i++) {
            ports[0] += 250;
            watch.look();
        }
        saturation = watch.report();
    }

    /** Parsing holds every scrape of this test to the rules of the format. */
    PrometheusText scrape() {
        return PrometheusText.parse(export.text());
    }
}
