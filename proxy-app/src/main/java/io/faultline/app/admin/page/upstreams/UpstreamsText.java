package io.faultline.app.admin.page.upstreams;

import io.faultline.app.admin.text.Printable;
import io.faultline.app.admin.text.TextTable;
import io.faultline.core.discovery.dns.NameState;
import io.faultline.core.runtime.Upstream;
import io.faultline.core.upstream.Endpoint;
import io.faultline.core.upstream.EndpointSet;
import io.faultline.core.upstream.FaultSeen;
import io.faultline.core.upstream.health.CheckState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The upstreams for a person: one table each, and below it what needs a sentence. */
final class UpstreamsText {

    private final StringBuilder text = new StringBuilder();
    private final Instant now;

    private UpstreamsText(Instant now) {
        this.now = now;
    }

    static String one(Upstream upstream, Instant now) {
        UpstreamsText page = new UpstreamsText(now);
        page.upstream(upstream);
        return page.text.toString();
    }

    static String render(List<Upstream> upstreams, Instant now) {
        UpstreamsText page = new UpstreamsText(now);
        upstreams.forEach(page::upstream);
        return upstreams.isEmpty() ? "No upstreams." : page.text.toString();
    }

    private void upstream(Upstream upstream) {
        EndpointSet set = upstream.cluster().endpoints();
        text.append(text.isEmpty() ? "" : "\n");
        text.append(upstream.cluster().name()).append("  ").append(balance(set)).append("  ");
        text.append(set.eligibleCount()).append(" of ").append(set.entries().size());
        text.append(" in rotation").append(set.onBackups() ? ", all of them backups" : "");
        text.append(", ").append(upstream.cluster().active()).append(" connections\n");
        if (set.entries().isEmpty()) {
            text.append("  no endpoints\n");
        } else {
            TextTable table =
                    new TextTable(
                            "  ",
                            "ENDPOINT",
                            "STATE",
                            "WEIGHT",
                            "ACTIVE",
                            "CONNECTS",
                            "FAILED",
                            "CHECKS",
                            "LAST FAULT");
            set.entries().forEach(entry -> row(table, upstream, entry));
            text.append(table);
        }
        for (EndpointSet.Entry entry : set.entries()) {
            if (entry.orders().isAny()) {
                text.append("  ").append(entry.endpoint().name()).append(": ordered: ");
                text.append(entry.orders().words()).append('\n');
            }
            String contradiction = Contradiction.in(entry);
            if (contradiction != null) {
                text.append("  ").append(entry.endpoint().name()).append(": ");
                text.append(contradiction).append('\n');
            }
        }
        for (NameState name : upstream.discovery().names()) {
            if (name.fault() != null) {
                text.append("  ").append(Printable.of(name.name())).append(": lookup fails");
                text.append(name.servesLastGood() ? ", the last good answer is used: " : ": ");
                text.append(Printable.of(name.fault().toString())).append('\n');
            }
        }
    }

    private void row(TextTable table, Upstream upstream, EndpointSet.Entry entry) {
        Endpoint endpoint = entry.endpoint();
        FaultSeen last = endpoint.lastFault();
        String name = endpoint.name();
        table.row(
                endpoint.hostname().isEmpty() || name.contains(endpoint.hostname())
                        ? name
                        : name + " (" + endpoint.hostname() + ")",
                state(entry),
                weight(entry),
                Integer.toString(endpoint.active()),
                Long.toString(endpoint.connects()),
                Long.toString(endpoint.failedConnects()),
                checks(entry, upstream.health().state(endpoint)),
                last == null
                        ? "-"
                        : last.fault().code().id() + ", " + Printable.ago(last.at(), now));
    }

    private String state(EndpointSet.Entry entry) {
        Instant until = entry.ejectedUntil();
        String left =
                until == null
                        ? ""
                        : " for " + Printable.span(Duration.between(now, until)) + " more";
        return lower(entry.state()).replace('_', ' ')
                + left
                + (entry.endpoint().backup() ? " (backup)" : "");
    }

    private static String weight(EndpointSet.Entry entry) {
        int configured = entry.endpoint().weight();
        double now = entry.effectiveWeight();
        if (now == configured) {
            return Integer.toString(configured);
        }
        String share = now == 0 ? "0" : String.format(Locale.ROOT, "%.2f", now);
        return share + " of " + configured;
    }

    private static String checks(EndpointSet.Entry entry, @Nullable CheckState state) {
        if (state == null) {
            return "-";
        }
        StringBuilder text = new StringBuilder(lower(entry.verdict()));
        if (state.against() > 0) {
            text.append(", ").append(state.against()).append(" against");
        }
        if (state.lastDurationNanos() > 0) {
            text.append(String.format(Locale.ROOT, ", %.1f ms", state.lastDurationNanos() / 1e6));
        }
        return text.toString();
    }

    private static String balance(EndpointSet set) {
        return set.balance().name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
