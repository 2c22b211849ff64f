package io.faultline.core.config.check;

import io.faultline.core.config.text.IpLiteral;
import io.faultline.core.config.text.Quote;
import io.faultline.core.config.upstream.EndpointConfig;
import io.faultline.core.config.upstream.UpstreamConfig;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Endpoints of one upstream: each there once, at least one that takes connections. */
final class EndpointChecks {

    private final Findings findings;

    EndpointChecks(Findings findings) {
        this.findings = findings;
    }

    void run(String name, UpstreamConfig upstream) {
        checkDuplicates(name, upstream.endpoints());
        checkSourceFamily(upstream);
        if (findings.isSound(upstream, "endpoints")) {
            checkSomethingIsThere(name, upstream);
        }
    }

    private void checkDuplicates(String name, List<EndpointConfig> endpoints) {
        Map<String, EndpointConfig> seen = new HashMap<>();
        for (EndpointConfig endpoint : endpoints) {
            EndpointConfig first =
                    seen.putIfAbsent(Canonical.hostAndPort(endpoint.address()), endpoint);
            if (first != null) {
                findings.error(
                        findings.at(endpoint, "address"),
                        "%s is in upstream %s twice, first at %s. For a larger share give it a weight.",
                        endpoint.address(),
                        Quote.of(name),
                        findings.at(first, "address").exact());
            }
        }
    }

    private void checkSomethingIsThere(String name, UpstreamConfig upstream) {
        List<EndpointConfig> endpoints = upstream.endpoints();
        String quoted = Quote.of(name);
        if (endpoints.isEmpty()) {
            findings.warning(
                    findings.at(upstream, "endpoints"),
                    "upstream %s has no endpoints: every connection to it fails with L5.NO_ENDPOINTS.",
                    quoted);
        } else if (endpoints.stream().allMatch(each -> each.drain() || each.weight() == 0)) {
            findings.warning(
                    findings.at(upstream, "endpoints"),
                    "every endpoint of upstream %s is drained or has weight 0: nothing takes new"
                            + " connections.",
                    quoted);
        } else if (endpoints.stream().allMatch(EndpointConfig::backup)) {
            findings.warning(
                    findings.at(upstream, "endpoints"),
                    "every endpoint of upstream %s is a backup, so there is nothing to back up. Remove"
                            + " 'backup' from those that take the normal load.",
                    quoted);
        }
    }

    private void checkSourceFamily(UpstreamConfig upstream) {
        String source = upstream.connect().source();
        if (source == null || !IpLiteral.isAddress(source)) {
            return;
        }
        for (EndpointConfig endpoint : upstream.endpoints()) {
            if (endpoint.address().isAddress()
                    && Canonical.isV4(endpoint.address().host()) != Canonical.isV4(source)) {
                findings.error(
                        findings.at(endpoint, "address"),
                        "%s cannot be reached from the source address %s (%s): one is IPv4, the other"
                                + " IPv6.",
                        endpoint.address(),
                        source,
                        findings.at(upstream.connect(), "source").exact());
            }
        }
    }
}
