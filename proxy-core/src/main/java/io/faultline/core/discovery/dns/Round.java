package io.faultline.core.discovery.dns;

import io.faultline.core.fault.ApplicationFault;
import io.faultline.core.fault.Fault;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One lookup of one name: every wanted family of the first complete name that exists. The families
 * are asked at the same time, and judged together.
 */
final class Round {

    private final NameLookup lookup;
    private final List<Family> families;
    private final List<String> candidates;
    private final Consumer<Round> foundSome;
    private final Consumer<Round> done;
    private final Map<Family, Answer> answers = new EnumMap<>(Family.class);
    private int candidate;

    /** @param foundSome told when one family has addresses while the other is still asked for */
    Round(
            NameLookup lookup,
            List<Family> families,
            List<String> candidates,
            Consumer<Round> foundSome,
            Consumer<Round> done) {
        this.lookup = lookup;
        this.families = families;
        this.candidates = candidates;
        this.foundSome = foundSome;
        this.done = done;
    }

    void start() {
        answers.clear();
        String name = candidates.get(candidate);
        for (Family family : families) {
            lookup.ask(name, family, answer -> answered(family, answer));
        }
    }

    Map<Family, Answer> answers() {
        return answers;
    }

    boolean foundAny() {
        return answers.values().stream().anyMatch(Answer.Found.class::isInstance);
    }

    /** The shortest of the TTLs: the whole is as old as its oldest part. */
    long ttlNanos() {
        return answers.values().stream()
                .mapToLong(a -> a instanceof Answer.Found found ? found.ttlNanos() : Long.MAX_VALUE)
                .min()
                .orElse(0);
    }

    /**
     * What is wrong, or null. With addresses at hand only what nobody could tell is wrong: that a name
     * has no IPv6 address is not. Without, NXDOMAIN settles it for both families (RFC 8020), and
     * "nobody could tell" weighs more than "none of this family".
     */
    @Nullable Fault fault() {
        Fault unknown = firstOf(Answer.Unknown.class);
        if (foundAny()) {
            return unknown;
        }
        Fault none = firstOf(Answer.None.class);
        boolean nxdomain = none != null && none.code() == ApplicationFault.DNS_NXDOMAIN;
        return unknown == null || nxdomain ? tried(none) : unknown;
    }

    private void answered(Family family, Answer answer) {
        answers.put(family, answer);
        if (answers.size() < families.size()) {
            if (answer instanceof Answer.Found) {
                foundSome.accept(this);
            }
            return;
        }
        boolean knownToBeNone = answers.values().stream().allMatch(Answer.None.class::isInstance);
        if (knownToBeNone && candidate + 1 < candidates.size()) {
            candidate++;
            start();
        } else {
            done.accept(this);
        }
    }

    /** A short name was looked for in several places: an operator must see all of them. */
    private @Nullable Fault tried(@Nullable Fault fault) {
        return fault == null || candidates.size() == 1
                ? fault
                : fault.with("tried", String.join(",", candidates));
    }

    private @Nullable Fault firstOf(Class<? extends Answer> kind) {
        for (Family family : families) {
            Answer answer = answers.get(family);
            if (kind.isInstance(answer)) {
                return switch (answer) {
                    case Answer.None none -> none.fault();
                    case Answer.Unknown unknown -> unknown.fault();
                    case Answer.Found found -> null;
                };
            }
        }
        return null;
    }
}
