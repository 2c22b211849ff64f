package io.faultline.core.observe.metrics;

import io.faultline.core.observe.saturation.EventCount;
import io.faultline.core.observe.saturation.Forecast;
import io.faultline.core.observe.saturation.Resource;
import io.faultline.core.observe.saturation.ResourceKind;
import io.faultline.core.observe.saturation.SaturationReport;
import java.util.Comparator;

/**
 * How full everything is. One series for each kind of resource, however many destinations, interfaces or
 * pools there are: an alert needs to know that one is full, the admin page says which.
 */
final class SaturationSamples {

    private final Samples samples;

    SaturationSamples(Samples samples) {
        this.samples = samples;
    }

    void gather(SaturationReport report) {
        for (ResourceKind kind : ResourceKind.values()) {
            report.fullest(kind)
                    .ifPresent(
                            each ->
                                    samples.gauge(
                                            Metric.SATURATION,
                                            each.ratio(),
                                            kind.layer().name(),
                                            kind.label()));
            report.resources().stream()
                    .filter(each -> each.kind() == kind)
                    .map(Resource::forecast)
                    .filter(each -> each != null)
                    .min(Comparator.comparingDouble(Forecast::secondsToFull))
                    .ifPresent(
                            soonest ->
                                    samples.gauge(
                                            Metric.SATURATION_FULL_IN,
                                            soonest.secondsToFull(),
                                            kind.layer().name(),
                                            kind.label()));
        }
        for (EventCount each : report.events()) {
            if (each.isKnown()) {
                samples.counter(
                        Metric.HOST_EVENTS,
                        each.total(),
                        each.kind().layer().name(),
                        each.kind().label());
            }
        }
    }
}
