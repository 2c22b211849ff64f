package io.faultline.l4;

import io.faultline.core.config.ListenerConfig;
import io.faultline.core.config.check.Findings;
import io.faultline.core.config.text.InvalidValueException;
import io.faultline.core.config.text.IpLiteral;
import io.faultline.core.config.text.Quote;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The {@code tcp:} section: it leads somewhere, and no server name leads to two places. */
final class SniChecks {

    private static final int MAX_ALPN = 255; // RFC 7301 3.1: the length is one byte

    private final ListenerConfig listener;
    private final TcpConfig tcp;
    private final Findings findings;
    private final Map<Asked, SniRouteConfig> first = new HashMap<>();

    SniChecks(ListenerConfig listener, TcpConfig tcp, Findings findings) {
        this.listener = listener;
        this.tcp = tcp;
        this.findings = findings;
    }

    void run() {
        tcp.sni().forEach(this::check);
        if (listener.tls() != null && !tcp.sni().isEmpty()) {
            findings.error(
                    findings.at(tcp, "sni"),
                    "listener %s ends TLS itself (%s) and would pass it on untouched: the two exclude each"
                            + " other. To end TLS, give every name its certificate in 'tls.certificates', and"
                            + " one 'to'. To pass TLS on, take 'tls' away.",
                    Quote.of(listener.name()),
                    findings.at(listener, "tls").exact());
        }
        if (!tcp.sni().isEmpty() || !findings.isSound(tcp, "sni")) {
            return;
        }
        if (tcp.to() == null && findings.isSound(tcp, "to")) {
            findings.error(
                    findings.at(tcp),
                    "listener %s does not say where its connections go. Add 'to: UPSTREAM', or 'sni' to"
                            + " choose by server name.",
                    Quote.of(listener.name()));
        }
        if (tcp.plaintextTo() != null) {
            findings.error(
                    findings.at(tcp, "plaintextTo"),
                    "plaintextTo is used beside 'sni' only. Without it, every connection goes to 'to'.");
        }
    }

    private void check(SniRouteConfig route) {
        if (route.names().isEmpty() && findings.isSound(route, "names")) {
            findings.error(
                    findings.at(route, "names"),
                    "no client gets here: there is no name. For clients without one, write 'to' beside"
                            + " 'sni'.");
        }
        for (String protocol : route.alpn()) {
            if (protocol.isEmpty() || protocol.length() > MAX_ALPN) {
                findings.error(
                        findings.at(route, "alpn"),
                        "%s is not an ALPN protocol: these have 1 to %d bytes, such as h2 or imap.",
                        Quote.of(protocol),
                        MAX_ALPN);
            }
        }
        for (String name : route.names()) {
            check(route, name);
        }
    }

    private void check(SniRouteConfig route, String name) {
        if (IpLiteral.isAddress(name)) {
            // RFC 6066 3: literal addresses are not permitted in a server name.
            findings.warning(
                    findings.at(route, "names"),
                    "%s is never asked for: TLS clients do not send an address as a server name. They"
                            + " go where 'to' beside 'sni' leads.",
                    Quote.of(name));
            return;
        }
        try {
            claim(route, SniPattern.of(name));
        } catch (InvalidValueException invalid) {
            findings.error(findings.at(route, "names"), "%s", String.valueOf(invalid.getMessage()));
        }
    }

    private void claim(SniRouteConfig route, SniPattern pattern) {
        if (!findings.isSound(route, "alpn")) {
            return;
        }
        if (route.alpn().isEmpty()) {
            claim(route, new Asked(pattern, null));
        }
        for (String protocol : route.alpn()) {
            claim(route, new Asked(pattern, protocol));
        }
    }

    private void claim(SniRouteConfig route, Asked asked) {
        SniRouteConfig earlier = first.putIfAbsent(asked, route);
        if (earlier != null) {
            findings.error(
                    findings.at(route, "names"),
                    "%s stands already at %s. Remove one of them.",
                    asked,
                    findings.at(earlier, "names").exact());
        }
    }

    /** A name, and the protocol inside or null for whatever protocol. */
    private record Asked(SniPattern pattern, @Nullable String alpn) {

        @Override
        public String toString() {
            String name = Quote.of(pattern.toString());
            return alpn == null ? name : name + " with ALPN " + Quote.of(alpn);
        }
    }

    /** What is checked already, in a form to look up. */
    static List<SniPattern> patterns(SniRouteConfig route) {
        return route.names().stream()
                .filter(name -> !IpLiteral.isAddress(name))
                .map(SniPattern::of)
                .toList();
    }
}
