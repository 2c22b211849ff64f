package io.faultline.app.diagnose.ladder;

import io.faultline.core.Layer;
import io.faultline.core.fault.Fault;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One step of the way: what was tried, how it went, and what was seen there.
 *
 * @param name which step, in a word: {@code tls}
 * @param tookNanos -1 where time says nothing
 * @param summary the step in one line
 * @param facts what was seen, names and values in turn
 * @param fault what broke it; the very value that traffic would have met
 * @param notes second opinions and advice, a sentence each
 */
public record Rung(
        Layer layer,
        String name,
        Outcome outcome,
        long tookNanos,
        String summary,
        List<Fact> facts,
        @Nullable Fault fault,
        List<String> notes) {

    /** One thing that was seen. */
    public record Fact(String name, String value) {}

    public Rung {
        facts = List.copyOf(facts);
        notes = List.copyOf(notes);
    }

    public static Rung of(
            Layer layer, String name, Outcome outcome, long tookNanos, String summary) {
        return new Rung(layer, name, outcome, tookNanos, summary, List.of(), null, List.of());
    }

    public static Rung unreached(Layer layer, String name) {
        return of(layer, name, Outcome.UNREACHED, -1, "not reached");
    }

    public Rung with(String factName, String value) {
        var more = new ArrayList<>(facts);
        more.add(new Fact(factName, value));
        return new Rung(layer, name, outcome, tookNanos, summary, more, fault, notes);
    }

    public Rung note(String sentence) {
        var more = new ArrayList<>(notes);
        more.add(sentence);
        return new Rung(layer, name, outcome, tookNanos, summary, facts, fault, more);
    }

    public Rung broken(Fault by, String newSummary) {
        return new Rung(layer, name, Outcome.BROKEN, tookNanos, newSummary, facts, by, notes);
    }

    /** It held, but its reader should see it. */
    public Rung noteworthy() {
        return new Rung(layer, name, Outcome.NOTE, tookNanos, summary, facts, fault, notes);
    }

    public boolean isBroken() {
        return outcome == Outcome.BROKEN;
    }

    /** The value of a fact, or null. */
    public @Nullable String fact(String wanted) {
        for (Fact each : facts) {
            if (each.name().equals(wanted)) {
                return each.value();
            }
        }
        return null;
    }
}
