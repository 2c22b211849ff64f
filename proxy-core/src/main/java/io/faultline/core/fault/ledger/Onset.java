package io.faultline.core.fault.ledger;

import io.faultline.core.Layer;
import io.faultline.core.Side;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Faults of one layer that began soon after something was changed. That the one followed the other proves
 * nothing; it is where to look first.
 *
 * @param upstream "" where they have none
 * @param listener of the last of them, or ""
 * @param began when the first of them came
 * @param after the change before it
 */
public record Onset(
        Layer layer, Side side, String upstream, String listener, Instant began, Change after) {

    /** What was changed longer before is no suspect. */
    private static final Duration SOON = Duration.ofMinutes(5);

    /** The process began with these: there was nothing before that could have worked. */
    private static final long FIRST = 1;

    /** What of the last hour began soon after a change, the latest first. */
    public static List<Onset> among(List<FaultCount> counts, List<Change> changes) {
        var onsets = new ArrayList<Onset>();
        for (FaultCount count : counts) {
            Lately lately = count.lately();
            if (lately.lastHour() == 0) {
                continue;
            }
            suspect(count, lately.began(), changes)
                    .ifPresent(change -> add(onsets, of(count, lately.began(), change)));
        }
        onsets.sort(Comparator.comparing(Onset::began).reversed());
        return onsets;
    }

    private static Onset of(FaultCount count, Instant began, Change change) {
        return new Onset(
                count.layer(),
                count.side(),
                count.name(),
                count.last().scope().listener(),
                began,
                change);
    }

    /** Of several codes of one layer, the first tells when it began. */
    private static void add(List<Onset> onsets, Onset onset) {
        Onset same =
                onsets.stream()
                        .filter(each -> each.isAbout(onset) && each.after.equals(onset.after))
                        .findFirst()
                        .orElse(null);
        if (same == null) {
            onsets.add(onset);
        } else if (onset.began.isBefore(same.began)) {
            onsets.remove(same);
            onsets.add(onset);
        }
    }

    private boolean isAbout(Onset other) {
        return layer == other.layer && side == other.side && upstream.equals(other.upstream);
    }

    private static Optional<Change> suspect(FaultCount count, Instant began, List<Change> changes) {
        return changes.stream()
                .filter(change -> change.generation() > FIRST)
                .filter(change -> !change.at().isAfter(began))
                .filter(change -> Duration.between(change.at(), began).compareTo(SOON) <= 0)
                .filter(change -> mayHaveTo(change, count))
                .max(Comparator.comparing(Change::at));
    }

    private static boolean mayHaveTo(Change change, FaultCount count) {
        return switch (change.kind()) {
            case CONFIG -> true;
            case CERTIFICATE ->
                    count.layer() == Layer.L6 && change.name().equals(ownerOfCertificate(count));
            case DNS, ORDER -> change.name().equals("upstream " + count.name());
            case CIRCUIT -> false; // it follows from faults, and explains none
        };
    }

    private static @Nullable String ownerOfCertificate(FaultCount count) {
        return count.name().isEmpty()
                ? "listener " + count.last().scope().listener()
                : "upstream " + count.name();
    }

    /** {@code L6 faults of upstream ledger (upstream) began 40 s after certificate generation 17 of upstream ledger}. */
    public String words() {
        String whose =
                !upstream.isEmpty()
                        ? " of upstream " + upstream
                        : listener.isEmpty() ? "" : " of listener " + listener;
        long seconds = Duration.between(after.at(), began).toSeconds();
        return "%s faults%s (side %s) began %d s after %s"
                .formatted(layer, whose, side.label(), seconds, after.words());
    }
}
