package io.faultline.l7.config.check;

import io.faultline.core.config.check.Findings;
import io.faultline.core.config.source.Location;
import io.faultline.core.config.text.Quote;
import io.faultline.l7.config.route.HeaderEditsConfig;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Edits of header fields: names that may be edited, values that stay on their line. */
final class HeaderEditChecks {

    private final Findings findings;

    HeaderEditChecks(Findings findings) {
        this.findings = findings;
    }

    void run(HeaderEditsConfig edits) {
        checkFields(edits.set(), findings.at(edits, "set"));
        checkFields(edits.add(), findings.at(edits, "add"));
        for (String name : edits.remove()) {
            checkName(name, findings.at(edits, "remove"));
            if (edits.set().keySet().stream().anyMatch(name::equalsIgnoreCase)) {
                findings.warning(
                        findings.at(edits, "remove"),
                        "%s is removed and set: 'set' alone does both.",
                        Quote.of(name));
            }
        }
    }

    private void checkFields(Map<String, String> fields, Location at) {
        Set<String> seen = new HashSet<>();
        fields.forEach(
                (name, value) -> {
                    checkName(name, at);
                    String fault = HeaderNames.valueFault(value);
                    if (fault != null) {
                        findings.error(at, "%s", "the value of " + Quote.of(name) + fault);
                    }
                    if (!seen.add(name.toLowerCase(Locale.ROOT))) {
                        findings.error(
                                at,
                                "%s is here twice: names of header fields have no case. Keep one.",
                                Quote.of(name));
                    }
                });
    }

    private void checkName(String name, Location at) {
        String fault = HeaderNames.fault(name);
        if (fault != null) {
            findings.error(at, "%s", fault);
        }
    }
}
