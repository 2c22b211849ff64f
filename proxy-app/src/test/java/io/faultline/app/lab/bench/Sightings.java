package io.faultline.app.lab.bench;

import io.faultline.app.lab.bench.Sighting.Source;
import io.faultline.testkit.text.StrictJson;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** All that the proxy said about one case: in its access log and on its page of recent faults. */
public final class Sightings {

    private static final String NOTHING = "{\"recent\": []}";

    private Sightings() {}

    /** The microseconds of each phase of its exchanges, as the access log has them. */
    public static List<Map<String, Object>> phases(LabProxy proxy, String name) {
        return proxy.accessLog().stream()
                .map(StrictJson::object)
                .filter(entry -> name.equals(entry.get("listener")))
                .map(entry -> map(entry.get("phases_us")))
                .toList();
    }

    public static List<Sighting> of(LabProxy proxy, String name) {
        List<Sighting> found = new ArrayList<>();
        for (String line : proxy.accessLog()) {
            Map<String, Object> entry = StrictJson.object(line);
            if (name.equals(entry.get("listener"))) {
                add(found, Source.RECORD, entry.get("fault"));
                for (Object attempt : (List<?>) Objects.requireNonNull(entry.get("attempts"))) {
                    add(found, Source.ATTEMPT, map(attempt).get("fault"));
                }
            }
        }
        String faults = proxy.page("/faults?format=json");
        Map<String, Object> page = StrictJson.object(faults.isEmpty() ? NOTHING : faults);
        for (Object recent : (List<?>) Objects.requireNonNull(page.get("recent"))) {
            Map<String, Object> entry = map(recent);
            if (name.equals(entry.get("listener")) || name.equals(entry.get("upstream"))) {
                add(found, Source.FAULTS_PAGE, entry.get("fault"));
            }
        }
        return found;
    }

    private static void add(List<Sighting> found, Source source, Object fault) {
        if (fault == null) {
            return;
        }
        Map<String, Object> told = map(fault);
        Map<String, String> evidence = new LinkedHashMap<>();
        map(told.get("evidence")).forEach((key, value) -> evidence.put(key, "" + value));
        found.add(
                new Sighting(
                        source,
                        "" + told.get("code"),
                        "" + told.get("layer"),
                        "" + told.get("side"),
                        "" + told.get("stage"),
                        Boolean.TRUE.equals(told.get("suspected")),
                        evidence));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(Object value) {
        return (Map<String, Object>) value;
    }
}
