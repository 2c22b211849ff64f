package io.faultline.core.observe.saturation;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How full everything was at one moment, the fullest first; then what nobody knows, by layer.
 *
 * @param events by layer
 */
public record SaturationReport(Instant at, List<Resource> resources, List<EventCount> events) {

    private static final Comparator<Resource> FULLEST_FIRST =
            Comparator.comparing(Resource::isKnown)
                    .thenComparingDouble(each -> each.isKnown() ? each.ratio() : 0)
                    .reversed()
                    .thenComparing(Resource::kind)
                    .thenComparing(Resource::subject);

    /** Nobody has looked yet. */
    public static final SaturationReport NONE =
            new SaturationReport(Instant.EPOCH, List.of(), List.of());

    public SaturationReport {
        resources = resources.stream().sorted(FULLEST_FIRST).toList();
        events = List.copyOf(events);
    }

    /** What an operator should look at first; nothing when nothing is known. */
    public Optional<Resource> fullest() {
        return resources.stream().filter(Resource::isKnown).findFirst();
    }

    /** The fullest of a kind: what stands in the metric. */
    public Optional<Resource> fullest(ResourceKind kind) {
        return resources.stream().filter(each -> each.isKnown() && each.kind() == kind).findFirst();
    }

    /** Which part of the TCP segments of the last minute was sent again, where that is known. */
    public OptionalDouble retransmitShare() {
        long sent = lately(EventKind.SEGMENTS_SENT);
        return sent == 0
                ? OptionalDouble.empty()
                : OptionalDouble.of(lately(EventKind.RETRANSMITS) / (double) sent);
    }

    private long lately(EventKind kind) {
        return events.stream()
                .filter(each -> each.kind() == kind)
                .mapToLong(EventCount::lately)
                .sum();
    }

    /** The kernel's bad news of the last minute. */
    public List<EventCount> troubles() {
        return events.stream()
                .filter(each -> each.kind().isTrouble() && each.lately() > 0)
                .toList();
    }
}
