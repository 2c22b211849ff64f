package io.faultline.app.admin.page.upstreams;

import io.faultline.core.discovery.dns.NameState;
import io.faultline.core.observe.text.FaultJson;
import io.faultline.core.observe.text.JsonWriter;
import io.faultline.core.observe.text.Utf8Buffer;
import io.faultline.core.runtime.Upstream;
import io.faultline.core.upstream.Endpoint;
import io.faultline.core.upstream.EndpointSet;
import io.faultline.core.upstream.FaultSeen;
import io.faultline.core.upstream.health.CheckState;
import io.faultline.core.upstream.order.EndpointOrders;
import io.faultline.core.upstream.order.Force;
import java.net.InetAddress;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The upstreams for a program. Keys are added to, never changed. */
final class UpstreamsJson {

    private final JsonWriter json;

    private UpstreamsJson(JsonWriter json) {
        this.json = json;
    }

    static String render(List<Upstream> upstreams) {
        Utf8Buffer out = new Utf8Buffer(16 * 1024);
        UpstreamsJson page = new UpstreamsJson(new JsonWriter(out));
        page.json.object().array("upstreams");
        upstreams.forEach(page::upstream);
        page.json.endArray().endObject();
        return out.toString();
    }

    static String one(Upstream upstream) {
        Utf8Buffer out = new Utf8Buffer(16 * 1024);
        new UpstreamsJson(new JsonWriter(out)).upstream(upstream);
        return out.toString();
    }

    /** Endpoints alone, of one upstream or of all. */
    static String endpoints(List<Upstream> upstreams) {
        Utf8Buffer out = new Utf8Buffer(16 * 1024);
        UpstreamsJson page = new UpstreamsJson(new JsonWriter(out));
        page.json.object().array("endpoints");
        for (Upstream upstream : upstreams) {
            upstream.cluster().endpoints().entries().forEach(entry -> page.member(upstream, entry));
        }
        page.json.endArray().endObject();
        return out.toString();
    }

    static String endpoint(Upstream upstream, EndpointSet.Entry entry) {
        Utf8Buffer out = new Utf8Buffer(1024);
        new UpstreamsJson(new JsonWriter(out)).member(upstream, entry);
        return out.toString();
    }

    private void upstream(Upstream upstream) {
        EndpointSet set = upstream.cluster().endpoints();
        json.object();
        json.member("name", upstream.cluster().name());
        json.member("balance", label(set.balance()).replace('_', '-'));
        json.member("snapshot", set.generation());
        json.member("in_rotation", set.eligibleCount());
        json.member("on_backups", set.onBackups());
        json.member("active", upstream.cluster().active());
        json.array("endpoints");
        set.entries().forEach(entry -> member(upstream, entry));
        json.endArray().array("names");
        upstream.discovery().names().forEach(this::name);
        json.endArray().endObject();
    }

    private void member(Upstream upstream, EndpointSet.Entry entry) {
        Endpoint endpoint = entry.endpoint();
        json.object();
        json.member("upstream", upstream.cluster().name());
        json.member("endpoint", endpoint.name());
        json.member("host", endpoint.hostname());
        json.member("state", label(entry.state()));
        json.member("weight", endpoint.weight());
        json.member("effective_weight", entry.effectiveWeight());
        json.member("backup", endpoint.backup());
        json.member("active", endpoint.active());
        json.member(
                "ejected_until",
                entry.ejectedUntil() == null ? null : entry.ejectedUntil().toString());
        orders(entry.orders());
        json.member("contradiction", Contradiction.in(entry));
        json.object("traffic");
        json.member("connects", endpoint.connects());
        json.member("failed", endpoint.failedConnects());
        json.member("faults_in_a_row", endpoint.faultsInARow());
        seen(endpoint.lastConnectFault());
        json.endObject();
        checks(entry, upstream.health().state(endpoint));
        json.endObject();
    }

    private void orders(EndpointOrders orders) {
        if (!orders.isAny()) {
            json.nullMember("orders");
            return;
        }
        Force force = orders.force();
        Integer weight = orders.weight();
        json.object("orders").member("state", force == null ? null : force.label());
        json.member("state_until", text(orders.forceUntil()));
        if (weight == null) {
            json.nullMember("weight");
        } else {
            json.member("weight", weight);
        }
        json.member("weight_until", text(orders.weightUntil())).endObject();
    }

    private static @Nullable String text(@Nullable Instant at) {
        return at == null ? null : at.toString();
    }

    private void checks(EndpointSet.Entry entry, @Nullable CheckState state) {
        if (state == null) {
            json.nullMember("checks");
            return;
        }
        json.object("checks");
        json.member("verdict", label(entry.verdict()));
        json.member("against", state.against());
        json.member("passed", state.passed());
        json.member("failed", state.failed());
        json.member("inconclusive", state.inconclusive());
        json.member("last_us", TimeUnit.NANOSECONDS.toMicros(state.lastDurationNanos()));
        seen(entry.endpoint().lastCheckFault());
        json.endObject();
    }

    private void seen(@Nullable FaultSeen seen) {
        json.member("last_fault_at", seen == null ? null : seen.at().toString());
        FaultJson.member(json, "last_fault", seen == null ? null : seen.fault());
    }

    private void name(NameState name) {
        json.object();
        json.member("name", name.name());
        json.array("addresses");
        for (InetAddress address : name.addresses()) {
            json.element(address.getHostAddress());
        }
        json.endArray();
        json.member("answers", name.generation());
        json.member("lookups", name.lookups());
        json.member("failures_in_a_row", name.failuresInARow());
        json.member("serves_last_good", name.servesLastGood());
        FaultJson.member(json, "fault", name.fault());
        json.endObject();
    }

    private static String label(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
