package io.faultline.app.admin.page.upstreams;

import io.faultline.app.json.JsonObject;
import io.faultline.app.json.JsonReader;
import io.faultline.core.config.text.DurationText;
import io.faultline.core.upstream.order.OrderChange;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads an order. What is not understood is refused: an order is carried out as meant or not at all. */
final class OrderBody {

    private static final Duration LONGEST = Duration.ofDays(7);
    private static final List<String> NAMES = List.of("order", "weight", "for");
    private static final String USAGE =
            "Send {\"order\": \"drain\", \"for\": \"10m\"}; order is one of "
                    + String.join(", ", UpstreamShapes.ORDERS)
                    + "; weight wants \"weight\" as well.";

    private OrderBody() {}

    /** @throws IllegalArgumentException with a sentence that says what to do */
    static OrderChange parse(String body) {
        JsonObject sent = JsonReader.object(body);
        for (String name : sent.names()) {
            if (!NAMES.contains(name)) {
                throw new IllegalArgumentException("there is no '" + name + "' here. " + USAGE);
            }
        }
        String order = sent.text("order");
        if (!UpstreamShapes.ORDERS.contains(order)) {
            throw new IllegalArgumentException(USAGE);
        }
        OrderChange.Kind kind = OrderChange.Kind.values()[UpstreamShapes.ORDERS.indexOf(order)];
        boolean weighs = kind == OrderChange.Kind.WEIGHT;
        if (weighs != sent.has("weight")) {
            throw new IllegalArgumentException(
                    "\"weight\" belongs to the order weight, and to no other.");
        }
        Duration lasts = lasts(sent);
        if (kind == OrderChange.Kind.AUTO && lasts != null) {
            throw new IllegalArgumentException("auto is no order, it ends all: it has no \"for\".");
        }
        return weighs
                ? OrderChange.weighing(weight(sent.get("weight")), lasts)
                : OrderChange.of(kind, lasts);
    }

    private static int weight(@Nullable Object value) {
        if (value instanceof Long weight && weight >= 0 && weight <= OrderChange.MOST_WEIGHT) {
            return weight.intValue();
        }
        throw new IllegalArgumentException("weight is 0 to " + OrderChange.MOST_WEIGHT + ".");
    }

    private static @Nullable Duration lasts(JsonObject sent) {
        if (!sent.names().contains("for")) {
            return null;
        }
        Duration lasts = DurationText.parse(sent.text("for"));
        if (lasts.compareTo(Duration.ofSeconds(1)) < 0 || lasts.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("for is 1s to 7d.");
        }
        return lasts;
    }
}
