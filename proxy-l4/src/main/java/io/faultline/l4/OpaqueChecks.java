package io.faultline.l4;

import io.faultline.core.config.ListenerConfig;
import io.faultline.core.config.check.Findings;
import io.faultline.core.config.text.Quote;
import io.faultline.core.config.upstream.UpstreamConfig;
import io.faultline.core.config.upstream.UpstreamConfig.Speaks;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The {@code tcp:} section passes bytes on as they are: an upstream that is to speak HTTP/2 would promise
 * its endpoints (ALPN) what the clients then do not keep.
 */
final class OpaqueChecks {

    private final ListenerConfig listener;
    private final TcpConfig tcp;
    private final Findings findings;
    private final Set<String> seen = new HashSet<>();

    OpaqueChecks(ListenerConfig listener, TcpConfig tcp, Findings findings) {
        this.listener = listener;
        this.tcp = tcp;
        this.findings = findings;
    }

    void run() {
        check(tcp.to());
        check(tcp.plaintextTo());
        tcp.sni().forEach(route -> check(route.to()));
    }

    private void check(@Nullable String name) {
        UpstreamConfig upstream = name == null ? null : findings.upstream(name);
        if (name != null
                && upstream != null
                && upstream.protocol() != Speaks.H1
                && findings.isSound(upstream, "protocol")
                && seen.add(name)) {
            findings.error(
                    findings.at(upstream, "protocol"),
                    "protocol %s is for HTTP, and listener %s (tcp) passes on to upstream %s whatever its"
                            + " clients speak. Give that listener an upstream of its own, without"
                            + " 'protocol'.",
                    upstream.protocol().name().toLowerCase(Locale.ROOT),
                    Quote.of(listener.name()),
                    Quote.of(name));
        }
    }
}
