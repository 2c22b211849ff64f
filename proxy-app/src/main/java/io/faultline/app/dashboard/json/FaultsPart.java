package io.faultline.app.dashboard.json;

import io.faultline.app.dashboard.picture.Picture;
import io.faultline.app.diagnose.verdict.Placeholders;
import io.faultline.core.fault.Fault;
import io.faultline.core.fault.ledger.FaultCount;
import io.faultline.core.fault.ledger.RecentFault;
import io.faultline.core.observe.text.FaultJson;
import io.faultline.core.observe.text.JsonWriter;
import org.jspecify.annotations.Nullable;

/** What broke: how often, what it looked like last, and what to run next. */
final class FaultsPart {

    /** Of one second; in a flood the counts tell the rest. */
    private static final int MOST_RECENT = 64;

    private final JsonWriter json;
    private final Picture picture;

    FaultsPart(JsonWriter json, Picture picture) {
        this.json = json;
        this.picture = picture;
    }

    void write() {
        json.array("faults");
        for (int i = 0; i < picture.counts().size(); i++) {
            count(picture.counts().get(i), picture.columnOf().get(i));
        }
        json.endArray().array("recent");
        int recent = Math.min(MOST_RECENT, picture.recent().size());
        for (int i = recent - 1; i >= 0; i--) { // oldest first, as they came
            json.object();
            seen(picture.recent().get(i), picture.columnOfRecent().get(i));
            json.endObject();
        }
        json.endArray();
    }

    private void count(FaultCount count, int column) {
        json.object().member("column", column);
        json.member("layer", count.layer().name());
        json.member("code", count.code().id());
        json.member("suspected", count.code().suspected());
        json.member("side", count.side().label());
        json.member("upstream", count.name());
        json.member("total", count.count());
        json.member("m1", count.lately().lastMinute());
        json.member("m10", count.lately().lastTenMinutes());
        json.member("h1", count.lately().lastHour());
        json.member("began", count.lately().began().toEpochMilli());
        if (count.last().number() > picture.since().fault()) { // else it is known already
            json.object("last");
            seen(count.last(), column);
            json.endObject();
            json.array("next");
            commands(count.last()).commands(count.last().fault()).forEach(json::element);
            json.endArray();
        }
        json.endObject();
    }

    private void seen(RecentFault recent, int column) {
        json.member("n", recent.number()).member("at", recent.at().toEpochMilli());
        json.member("column", column);
        json.member("listener", orNull(recent.scope().listener()));
        json.member("upstream", orNull(recent.scope().upstream()));
        json.member("endpoint", recent.endpoint());
        long session = recent.connectionId();
        json.member("session", session == 0 ? null : "%016x".formatted(session));
        FaultJson.member(json, "fault", recent.fault());
    }

    /** With the address that failed last: a command that can be pasted is run. */
    private Placeholders commands(RecentFault last) {
        String endpoint = last.endpoint();
        Fault fault = last.fault();
        int colon = endpoint == null ? -1 : endpoint.lastIndexOf(':');
        String host = colon < 0 || endpoint == null ? null : endpoint.substring(0, colon);
        String port = colon < 0 || endpoint == null ? null : endpoint.substring(colon + 1);
        boolean secure =
                picture.upstreams().stream()
                        .filter(each -> each.cluster().name().equals(last.scope().upstream()))
                        .anyMatch(each -> each.tls() != null);
        return new Placeholders(
                Placeholders.known(
                        "ADDRESS",
                        host == null ? null : host.replace("[", "").replace("]", ""),
                        "PORT",
                        port,
                        "NAME",
                        fault.evidence().value("name")),
                secure);
    }

    private static @Nullable String orNull(String name) {
        return name.isEmpty() ? null : name;
    }
}
