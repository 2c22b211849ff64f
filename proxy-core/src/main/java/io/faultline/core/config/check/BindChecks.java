package io.faultline.core.config.check;

import io.faultline.core.config.AdminConfig;
import io.faultline.core.config.ListenerConfig;
import io.faultline.core.config.ProxyConfig;
import io.faultline.core.config.source.Location;
import io.faultline.core.config.text.Quote;
import io.faultline.core.config.value.HostPort;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Two sockets for one address. The kernel would not object: with SO_REUSEPORT both binds succeed, and
 * connections go to one or the other at random.
 */
final class BindChecks {

    private static final String ANY_V4 = "0.0.0.0";

    private final Findings findings;
    private final Map<Integer, Claims> byPort = new HashMap<>();

    BindChecks(Findings findings) {
        this.findings = findings;
    }

    void run(ProxyConfig config) {
        for (ListenerConfig listener : config.listeners()) {
            claim(
                    listener.bind(),
                    "listener " + Quote.of(listener.name()),
                    findings.at(listener, "bind"));
        }
        AdminConfig admin = config.admin();
        if (admin != null && findings.isSound(admin, "bind")) {
            claim(admin.bind(), "the admin server", findings.at(admin, "bind"));
            checkAdminIsPrivate(admin);
        }
    }

    private void claim(HostPort address, String owner, Location location) {
        if (address.port() == 0) {
            return; // the system chooses a free one for each
        }
        Claim claim = new Claim(address, Canonical.host(address), owner, location);
        Claims claims = byPort.computeIfAbsent(address.port(), ignored -> new Claims());
        Claim other = claims.overlapping(claim.host());
        if (other != null) {
            findings.error(location, "%s", sentence(claim, other));
        }
        claims.add(claim);
    }

    private static String sentence(Claim claim, Claim other) {
        String where = "%s (%s)".formatted(other.owner(), other.location().exact());
        return claim.host().equals(other.host())
                ? "%s is already taken by %s. Give one of them another port."
                        .formatted(claim.address(), where)
                : "%s overlaps %s of %s: one address covers the other. Give one of them another port."
                        .formatted(claim.address(), other.address(), where);
    }

    private void checkAdminIsPrivate(AdminConfig admin) {
        String host = Canonical.host(admin.bind());
        if (!host.startsWith("127.") && !host.equals("::1")) {
            findings.warning(
                    findings.at(admin, "bind"),
                    "the admin server asks nobody for a password, and %s can be reached from other hosts."
                            + " Bind it to 127.0.0.1, or keep others out with a firewall.",
                    admin.bind());
        }
    }

    private record Claim(HostPort address, String host, String owner, Location location) {}

    /** The addresses taken on one port, in a form that answers each question at once. */
    private static final class Claims {
        private final Map<String, Claim> byHost = new HashMap<>();
        private @Nullable Claim first;
        private @Nullable Claim firstV4;

        void add(Claim claim) {
            byHost.putIfAbsent(claim.host(), claim);
            first = first == null ? claim : first;
            firstV4 = firstV4 == null && Canonical.isV4(claim.host()) ? claim : firstV4;
        }

        // [::] is a dual-stack socket: it takes IPv4 as well.
        @Nullable Claim overlapping(String host) {
            Claim same = byHost.get(host);
            if (same != null) {
                return same;
            }
            if (host.equals(HostPort.ANY)) {
                return first;
            }
            Claim any = byHost.get(HostPort.ANY);
            if (any == null && Canonical.isV4(host)) {
                return host.equals(ANY_V4) ? firstV4 : byHost.get(ANY_V4);
            }
            return any;
        }
    }
}
