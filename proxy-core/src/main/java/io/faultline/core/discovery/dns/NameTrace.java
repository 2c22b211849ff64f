package io.faultline.core.discovery.dns;

import io.faultline.core.fault.Fault;
import io.faultline.core.timing.Ticker;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One lookup of one name by an upstream's own rules, told in full: what was asked, of whom, and what came
 * back. Traffic needs only the addresses; who looks for a broken layer needs the way to them.
 *
 * @param local the hosts file, or localhost, settled it: nobody was asked
 * @param steps the questions, in the order they were answered
 * @param fault what is wrong; beside addresses, what is wrong with one family
 */
public record NameTrace(
        String name,
        boolean local,
        List<InetAddress> addresses,
        List<Step> steps,
        @Nullable Fault fault,
        long tookNanos) {

    /**
     * One question.
     *
     * @param question as dig has it: {@code AAAA www.example.com}
     */
    public record Step(String question, Answer answer, long tookNanos) {}

    /** On the control thread of the scope, where {@code then} is called, perhaps before this returns. */
    public static void ask(String name, DnsScope scope, Ticker ticker, Consumer<NameTrace> then) {
        long startNanos = ticker.nanos();
        List<InetAddress> local = scope.localAddresses(name);
        if (!local.isEmpty()) {
            long took = ticker.nanos() - startNanos;
            then.accept(new NameTrace(name, true, List.copyOf(local), List.of(), null, took));
            return;
        }
        List<Step> steps = new ArrayList<>();
        NameLookup noted =
                (fullName, family, next) -> {
                    long asked = ticker.nanos();
                    scope.lookup()
                            .ask(
                                    fullName,
                                    family,
                                    answer -> {
                                        String question =
                                                family.recordType().name() + " " + fullName;
                                        long took = ticker.nanos() - asked;
                                        steps.add(new Step(question, answer, took));
                                        next.accept(answer);
                                    });
                };
        Consumer<Round> ended =
                round ->
                        then.accept(
                                new NameTrace(
                                        name,
                                        false,
                                        found(round),
                                        List.copyOf(steps),
                                        round.fault(),
                                        ticker.nanos() - startNanos));
        new Round(noted, scope.families(), scope.candidates(name), some -> {}, ended).start();
    }

    private static List<InetAddress> found(Round round) {
        return round.answers().values().stream()
                .flatMap(
                        answer ->
                                answer instanceof Answer.Found found
                                        ? found.addresses().stream()
                                        : Stream.empty())
                .distinct()
                .toList();
    }
}
