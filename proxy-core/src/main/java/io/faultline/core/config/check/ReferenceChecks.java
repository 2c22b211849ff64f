package io.faultline.core.config.check;

import io.faultline.core.config.ProxyConfig;
import io.faultline.core.config.bind.Binding;
import io.faultline.core.config.bind.Reference;
import io.faultline.core.config.text.Quote;
import io.faultline.core.config.text.Suggestion;
import io.faultline.core.config.upstream.UpstreamConfig;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;

/** Names that point to another part of the file: does it exist, and does anybody point to it? */
final class ReferenceChecks {

    private static final int MAX_LISTED = 8;

    private final Findings findings;
    private final Binding<ProxyConfig> binding;

    ReferenceChecks(Findings findings, Binding<ProxyConfig> binding) {
        this.findings = findings;
        this.binding = binding;
    }

    /**
     * @param complete the binding lost nothing: only then can it be said that nobody uses an upstream
     */
    void run(boolean complete) {
        Set<String> used = new HashSet<>();
        boolean allKnown = true;
        for (Reference reference : binding.references()) {
            Set<String> names = binding.names().getOrDefault(reference.target(), Set.of());
            used.add(reference.name());
            if (!names.contains(reference.name())) {
                allKnown = false;
                findings.error(
                        reference.location(),
                        "%s: there is no %s in %s.%s",
                        reference.path(),
                        Quote.of(reference.name()),
                        reference.target(),
                        findings.hasRoom() ? instead(reference.name(), names) : "");
            }
        }
        ProxyConfig config = binding.value();
        if (complete && allKnown && config != null) {
            config.upstreams().forEach((name, upstream) -> checkUsed(name, upstream, used));
        }
    }

    private void checkUsed(String name, UpstreamConfig upstream, Set<String> used) {
        if (!used.contains(name)) {
            findings.warning(
                    findings.at(upstream),
                    "no listener sends anything to upstream %s. Remove it, or point a listener at it.",
                    Quote.of(name));
        }
    }

    private static String instead(String name, Set<String> names) {
        String question = Suggestion.question(name, names);
        if (!question.isEmpty()) {
            return question;
        }
        if (names.isEmpty()) {
            return " None is defined.";
        }
        String some = names.stream().limit(MAX_LISTED).collect(Collectors.joining(", "));
        return " There is: %s%s.".formatted(some, names.size() > MAX_LISTED ? ", ..." : "");
    }
}
