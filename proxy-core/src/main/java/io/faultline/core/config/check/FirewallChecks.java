package io.faultline.core.config.check;

import io.faultline.core.config.FirewallConfig;
import io.faultline.core.config.FirewallConfig.Policy;
import io.faultline.core.config.text.Quote;
import io.faultline.core.config.value.Cidr;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Rules that decide nothing: whoever wrote them believes in a protection that is not there. */
final class FirewallChecks {

    private final Findings findings;

    FirewallChecks(Findings findings) {
        this.findings = findings;
    }

    void run(String listener, FirewallConfig firewall) {
        Map<Cidr, Cidr> allowed = unique(firewall.allow());
        for (Cidr denied : unique(firewall.deny()).values()) {
            Cidr same = allowed.get(denied);
            if (same != null) {
                findings.warning(
                        findings.at(denied),
                        "%s is denied here and allowed at %s. Deny wins: remove one of them.",
                        denied,
                        findings.at(same).exact());
            }
        }
        if (!findings.isSound(firewall, "allow", "deny", "otherwise")) {
            return;
        }
        if (firewall.otherwise() == Policy.ALLOW && firewall.deny().isEmpty()) {
            findings.warning(
                    findings.at(firewall),
                    "the firewall of listener %s denies nobody. To let in only what 'allow' lists, write"
                            + " 'otherwise: deny'.",
                    Quote.of(listener));
        }
        if (firewall.otherwise() == Policy.DENY && firewall.allow().isEmpty()) {
            findings.warning(
                    findings.at(firewall),
                    "the firewall of listener %s lets nobody in. List who may connect under 'allow'.",
                    Quote.of(listener));
        }
    }

    private Map<Cidr, Cidr> unique(List<Cidr> ranges) {
        Map<Cidr, Cidr> first = new HashMap<>();
        for (Cidr range : ranges) {
            Cidr earlier = first.putIfAbsent(range, range);
            if (earlier != null) {
                findings.warning(
                        findings.at(range),
                        "%s stands already at %s. Remove one of them.",
                        range,
                        findings.at(earlier).exact());
            }
        }
        return first;
    }
}
