package io.faultline.app.cli.top;

import io.faultline.app.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One look at {@code /v1/status}, with the one before it: counters only mean something between two. The
 * time between them is the proxy's, so that a slow terminal or network does not bend a rate.
 */
final class Look {

    private final JsonObject now;
    private final @Nullable JsonObject before;
    private final double seconds;

    private Look(JsonObject now, @Nullable JsonObject before) {
        this.now = now;
        boolean same = before != null && before.text("started_at").equals(now.text("started_at"));
        this.before = same ? before : null; // after a restart, counters begin again
        this.seconds = this.before == null ? Double.NaN : between(this.before, now);
    }

    static Look first(JsonObject now) {
        return new Look(now, null);
    }

    Look next(JsonObject later) {
        return new Look(later, now);
    }

    private static double between(JsonObject before, JsonObject now) {
        try {
            return Duration.between(Instant.parse(before.text("at")), Instant.parse(now.text("at")))
                            .toMillis()
                    / 1000.0;
        } catch (DateTimeParseException strange) {
            return Double.NaN;
        }
    }

    JsonObject now() {
        return now;
    }

    List<JsonObject> rows(String list) {
        return now.objects(list);
    }

    /** How much more of it there was in a second; NaN before there are two looks. */
    double rate(String list, JsonObject row, Counter counter) {
        JsonObject earlier = earlier(list).get(row.text("name"));
        if (earlier == null || !(seconds > 0)) {
            return Double.NaN;
        }
        return Math.max(0, counter.of(row) - counter.of(earlier)) / seconds;
    }

    /** The same of all rows together. */
    double rate(String list, Counter counter) {
        double sum = 0;
        for (JsonObject row : rows(list)) {
            sum += rate(list, row, counter);
        }
        return sum;
    }

    private Map<String, JsonObject> earlier(String list) {
        Map<String, JsonObject> byName = new HashMap<>();
        if (before != null) {
            before.objects(list).forEach(each -> byName.put(each.text("name"), each));
        }
        return byName;
    }

    /** Something that only grows. */
    interface Counter {
        long of(JsonObject row);
    }

    static long requests(JsonObject listener) {
        JsonObject byStatus = listener.object("requests");
        return byStatus.names().stream().mapToLong(byStatus::whole).sum();
    }
}
