package io.faultline.app.admin.page.slow;

import io.faultline.app.admin.text.Printable;
import io.faultline.core.fault.Fault;
import io.faultline.core.observe.access.Attempt;
import io.faultline.core.observe.access.HttpFacts;
import io.faultline.core.observe.access.SessionRecord;
import io.faultline.core.observe.access.SessionTimings;
import io.faultline.core.observe.slow.SlowMinute;
import io.faultline.core.observe.slow.SlowSample;
import io.faultline.core.timing.Phase;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The slowest exchanges for somebody who reads: what took longest stands in front. */
final class SlowText {

    private static final String INDENT = "      ";
    private static final double MICROS_PER_MILLI = 1e3;
    private static final double NANOS_PER_MILLI = 1e6;

    private final StringBuilder text = new StringBuilder();

    private SlowText() {}

    static String render(List<SlowMinute> minutes) {
        if (minutes.isEmpty()) {
            return "Nothing has been served yet.";
        }
        SlowText page = new SlowText();
        page.text.append(
                "The slowest to be answered, worst first. Time that the client took, and that of");
        page.text.append(" a long body, is not counted for the rank.\n");
        minutes.forEach(page::minute);
        return page.text.toString();
    }

    private void minute(SlowMinute minute) {
        Instant at = Instant.ofEpochMilli(minute.samples().getFirst().kept().startEpochMillis());
        text.append("\nabout ").append(at.truncatedTo(ChronoUnit.MINUTES)).append('\n');
        minute.samples().forEach(this::sample);
    }

    private void sample(SlowSample sample) {
        SessionRecord kept = sample.kept();
        text.append("  ").append(millis(sample.lateNanos() / NANOS_PER_MILLI)).append(" ms  ");
        text.append(Printable.of(what(kept))).append("  ").append(kept.listener());
        if (kept.upstream() != null) {
            text.append(" -> ").append(kept.upstream());
        }
        if (kept.endpoint() != null) {
            text.append(' ').append(kept.endpoint());
        }
        text.append('\n').append(INDENT).append(phases(kept.timings())).append('\n');
        Fault fault = kept.fault();
        if (fault != null) {
            line("ended by " + fault);
        }
        for (Attempt attempt : kept.attempts()) {
            attempt(attempt);
        }
        HttpFacts http = kept.http();
        line(
                Instant.ofEpochMilli(kept.startEpochMillis())
                        + "  client "
                        + kept.client()
                        + "  session %016x".formatted(kept.id())
                        + (http == null || http.requestId() == null
                                ? ""
                                : "  request " + http.requestId())
                        + "  generation "
                        + kept.generation());
    }

    private static String what(SessionRecord kept) {
        HttpFacts http = kept.http();
        return http == null || http.method() == null
                ? "session"
                : "%s %s HTTP/%s  %d"
                        .formatted(http.method(), http.target(), http.protocol(), http.status());
    }

    /** {@code wait 1500.1 ms (L7), connect 2.0 ms (L4, new), work 0.1 ms (L7); total 1502.2 ms}. */
    private static String phases(SessionTimings timings) {
        String parts =
                Arrays.stream(Phase.values())
                        .filter(phase -> timings.layers().micros(phase) > 0)
                        .sorted(
                                Comparator.comparingLong(
                                                (Phase phase) -> timings.layers().micros(phase))
                                        .reversed())
                        .map(phase -> part(phase, timings))
                        .collect(Collectors.joining(", "));
        return parts + "; total " + millis(timings.total() / MICROS_PER_MILLI) + " ms";
    }

    private static String part(Phase phase, SessionTimings timings) {
        String how =
                switch (phase) {
                    case CONNECT -> ", " + timings.provenance().belowTls().label();
                    case TLS -> ", " + timings.tls().label();
                    default -> "";
                };
        String layer = phase.layer().equals("-") ? "" : " (" + phase.layer() + how + ")";
        return phase.label()
                + " "
                + millis(timings.layers().micros(phase) / MICROS_PER_MILLI)
                + " ms"
                + layer;
    }

    private void attempt(Attempt attempt) {
        Fault fault = attempt.fault();
        line(
                "try "
                        + attempt.endpoint()
                        + " at "
                        + millis(attempt.startMicros() / MICROS_PER_MILLI)
                        + " ms for "
                        + millis(attempt.durationMicros() / MICROS_PER_MILLI)
                        + " ms: "
                        + (fault == null ? "served" : fault.toString()));
    }

    private void line(String words) {
        text.append(INDENT).append(Printable.of(words)).append('\n');
    }

    private static String millis(double millis) {
        return String.format(Locale.ROOT, "%.3f", millis);
    }
}
