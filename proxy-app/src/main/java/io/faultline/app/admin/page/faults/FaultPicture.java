package io.faultline.app.admin.page.faults;

import io.faultline.core.fault.ledger.Change;
import io.faultline.core.fault.ledger.FaultCount;
import io.faultline.core.fault.ledger.FaultLedger;
import io.faultline.core.fault.ledger.Onset;
import io.faultline.core.fault.ledger.RecentFault;
import io.faultline.core.observe.saturation.Resource;
import io.faultline.core.observe.saturation.SaturationReport;
import io.faultline.core.upstream.Cluster;
import io.faultline.core.upstream.CommonCause;
import io.faultline.core.upstream.Contradiction;
import io.faultline.core.upstream.EndpointSet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What is known about what breaks, gathered at one moment from those who know: counts, the recent ones,
 * what was changed before they began, what checks and traffic disagree about, what looks like one cause
 * for all, and what is fullest.
 *
 * @param recent newest first
 * @param changes newest first
 */
public record FaultPicture(
        Instant at,
        long total,
        List<FaultCount> counts,
        List<LayerCount> layers,
        List<RecentFault> recent,
        List<Change> changes,
        List<Onset> onsets,
        List<Finding> contradictions,
        List<Finding> commonCauses,
        Optional<Resource> fullest) {

    private static final Comparator<FaultCount> BY_LAYER =
            Comparator.comparing(FaultCount::layer)
                    .thenComparing(Comparator.comparingLong(FaultCount::count).reversed())
                    .thenComparing(count -> count.code().id())
                    .thenComparing(FaultCount::side)
                    .thenComparing(FaultCount::name);

    /**
     * Something about an upstream that is no fault by itself.
     *
     * @param endpoint its name, or "" where it is about all of them
     * @param layer the one to look at
     */
    public record Finding(String upstream, String endpoint, String layer, String text) {}

    public static FaultPicture of(
            FaultLedger ledger, List<Cluster> clusters, SaturationReport saturation, Instant now) {
        List<FaultCount> counts = ledger.counts().stream().sorted(BY_LAYER).toList();
        List<Change> changes = ledger.changes().recent();
        return new FaultPicture(
                now,
                ledger.total(),
                counts,
                LayerCount.of(counts),
                ledger.recent(),
                changes,
                Onset.among(counts, changes),
                contradictions(clusters),
                commonCauses(clusters),
                saturation.fullest());
    }

    private static List<Finding> contradictions(List<Cluster> clusters) {
        var found = new ArrayList<Finding>();
        for (Cluster cluster : clusters) {
            for (EndpointSet.Entry entry : cluster.endpoints().entries()) {
                Contradiction seen = entry.endpoint().contradiction();
                if (seen != null) {
                    found.add(
                            new Finding(
                                    cluster.name(),
                                    entry.endpoint().name(),
                                    seen.fault().fault().code().layer().name(),
                                    seen.toString()));
                }
            }
        }
        return found;
    }

    private static List<Finding> commonCauses(List<Cluster> clusters) {
        var found = new ArrayList<Finding>();
        for (Cluster cluster : clusters) {
            CommonCause cause = cluster.commonCause();
            if (cause != null) {
                found.add(new Finding(cluster.name(), "", cause.layer().name(), cause.toString()));
            }
        }
        return found;
    }
}
