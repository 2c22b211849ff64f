package io.faultline.app.dashboard.json;

import static io.faultline.app.dashboard.json.PictureJson.lower;

import io.faultline.app.dashboard.picture.Picture;
import io.faultline.core.observe.text.JsonWriter;
import io.faultline.core.runtime.Upstream;
import io.faultline.core.upstream.Contradiction;
import io.faultline.core.upstream.Endpoint;
import io.faultline.core.upstream.EndpointSet;
import io.faultline.core.upstream.FaultSeen;
import io.faultline.core.upstream.HealthVerdict;
import io.faultline.core.upstream.health.CheckState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What checks say of each endpoint, and beside it what traffic says. Those in trouble come first. */
final class EndpointsPart {

    private static final int MOST = 80;

    private record Place(Upstream upstream, EndpointSet.Entry entry) {

        int trouble() {
            if (entry.endpoint().contradiction() != null) {
                return 0;
            }
            if (!entry.takesNew()) {
                return 1;
            }
            return entry.endpoint().failingOn() != null ? 2 : 3;
        }
    }

    private final JsonWriter json;
    private final Picture picture;

    EndpointsPart(JsonWriter json, Picture picture) {
        this.json = json;
        this.picture = picture;
    }

    void write() {
        var places = new ArrayList<Place>();
        json.array("upstreams");
        for (Upstream upstream : picture.upstreams()) {
            EndpointSet set = upstream.cluster().endpoints();
            set.entries().forEach(entry -> places.add(new Place(upstream, entry)));
            upstream(upstream, set);
        }
        json.endArray();
        places.sort(Comparator.comparingInt(Place::trouble));
        List<Place> shown = places.subList(0, Math.min(MOST, places.size()));
        json.member("endpoints_total", places.size()).array("endpoints");
        shown.forEach(this::endpoint);
        json.endArray();
    }

    private void upstream(Upstream upstream, EndpointSet set) {
        String name = upstream.cluster().name();
        json.object().member("name", name);
        json.member("balance", lower(set.balance()).replace('_', '-'));
        json.member("up", set.entries().stream().filter(EndpointSet.Entry::takesNew).count());
        json.member("of", set.entries().size());
        json.member("on_backups", set.onBackups());
        json.member("active", upstream.cluster().active());
        json.member("per_second", Math.round(picture.perSecond().applyAsDouble(name) * 10) / 10.0);
        json.member("last_minute", picture.askedLastMinute().applyAsLong(name)).endObject();
    }

    private void endpoint(Place place) {
        EndpointSet.Entry entry = place.entry;
        Endpoint endpoint = entry.endpoint();
        json.object().member("upstream", place.upstream.cluster().name());
        json.member("endpoint", endpoint.name()).member("host", endpoint.hostname());
        json.member("state", lower(entry.state())).member("backup", endpoint.backup());
        json.member("takes", entry.takesNew());
        json.member("weight", endpoint.weight()).member("effective", entry.effectiveWeight());
        json.member("active", endpoint.active());
        json.member("connects", endpoint.connects()).member("failed", endpoint.failedConnects());
        json.member("in_a_row", endpoint.faultsInARow());
        traffic(endpoint, entry.takesNew());
        checks(entry, place.upstream.health().state(endpoint));
        Contradiction contradiction = endpoint.contradiction();
        json.member("contradiction", contradiction == null ? null : contradiction.toString());
        json.endObject();
    }

    private void traffic(Endpoint endpoint, boolean takesNew) {
        FaultSeen failing = endpoint.failingOn();
        boolean fails = failing != null || endpoint.faultsInARow() > 0;
        // That it worked before it was taken out says nothing about now.
        String works = !takesNew ? "idle" : endpoint.connects() > 0 ? "works" : "none";
        json.member("traffic", fails ? "fails" : works);
        FaultSeen why = failing != null ? failing : endpoint.lastConnectFault();
        json.member("traffic_code", fails ? code(why) : null);
    }

    private void checks(EndpointSet.Entry entry, @Nullable CheckState state) {
        boolean down = entry.verdict() == HealthVerdict.DOWN;
        json.member("checks", state == null ? "none" : lower(entry.verdict()));
        json.member("checks_code", down ? code(entry.endpoint().lastCheckFault()) : null);
    }

    private static @Nullable String code(@Nullable FaultSeen seen) {
        return seen == null ? null : seen.fault().code().id();
    }
}
