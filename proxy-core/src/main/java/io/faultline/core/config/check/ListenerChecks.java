package io.faultline.core.config.check;

import io.faultline.core.config.ListenerConfig;
import io.faultline.core.config.ProxyConfig;
import io.faultline.core.config.ProxyProtocolInConfig;
import io.faultline.core.config.text.Quote;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Listeners: there is one, their names differ, their caps and peers make sense. */
final class ListenerChecks {

    private final Findings findings;
    private final FirewallChecks firewalls;

    ListenerChecks(Findings findings) {
        this.findings = findings;
        this.firewalls = new FirewallChecks(findings);
    }

    void run(ProxyConfig config) {
        if (config.listeners().isEmpty() && findings.isSound(config, "listeners")) {
            findings.error(
                    findings.at(config, "listeners"),
                    "there is no listener, so nothing can connect. Add one under 'listeners'.");
        }
        Map<String, ListenerConfig> byName = new HashMap<>();
        for (ListenerConfig listener : config.listeners()) {
            checkName(listener, byName.putIfAbsent(listener.name(), listener));
            checkCaps(listener, config.limits().maxConnections());
            if (listener.proxyProtocol() != null) {
                checkPeers(listener.name(), listener.proxyProtocol());
            }
            if (listener.firewall() != null) {
                firewalls.run(listener.name(), listener.firewall());
            }
        }
    }

    private void checkName(ListenerConfig listener, @Nullable ListenerConfig first) {
        Names.check(findings, "a listener", listener.name(), findings.at(listener, "name"));
        if (first != null) {
            findings.error(
                    findings.at(listener, "name"),
                    "a listener named %s stands already at %s. Logs and metrics tell listeners apart by"
                            + " name: give one another.",
                    Quote.of(listener.name()),
                    findings.at(first, "name").exact());
        }
    }

    private void checkCaps(ListenerConfig listener, int processCap) {
        int cap = listener.maxConnections();
        int perClient = listener.maxConnectionsPerClient();
        if (processCap > 0 && cap > processCap && findings.isSound(listener, "maxConnections")) {
            findings.warning(
                    findings.at(listener, "maxConnections"),
                    "maxConnections %d is never reached: limits.maxConnections stops at %d.",
                    cap,
                    processCap);
        }
        if (cap > 0 && perClient > cap && findings.isSound(listener, "maxConnectionsPerClient")) {
            findings.warning(
                    findings.at(listener, "maxConnectionsPerClient"),
                    "maxConnectionsPerClient %d is never reached: maxConnections stops at %d.",
                    perClient,
                    cap);
        }
    }

    private void checkPeers(String listener, ProxyProtocolInConfig proxyProtocol) {
        if (proxyProtocol.from().isEmpty() && findings.isSound(proxyProtocol, "from")) {
            findings.error(
                    findings.at(proxyProtocol, "from"),
                    "listener %s takes a PROXY protocol header from nobody. List the balancers in front"
                            + " of it under 'from'; whoever is listed can claim any client address.",
                    Quote.of(listener));
        }
    }
}
