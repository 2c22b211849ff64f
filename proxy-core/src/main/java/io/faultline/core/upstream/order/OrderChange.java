package io.faultline.core.upstream.order;

import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One order, or the end of all: {@link Kind#AUTO} gives an endpoint back to its configuration, its
 * checks and its traffic.
 *
 * @param weight of {@link Kind#WEIGHT}; 0 drains, as it does in the configuration
 * @param lasts null: until it is taken back, or the process ends
 */
public record OrderChange(Kind kind, int weight, @Nullable Duration lasts) {

    public static final int MOST_WEIGHT = 1000;

    /** What can be ordered. */
    public enum Kind {
        UP,
        DRAIN,
        DOWN,
        WEIGHT,
        AUTO;

        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public OrderChange {
        if (weight < 0 || weight > MOST_WEIGHT) {
            throw new IllegalArgumentException("a weight is 0 to " + MOST_WEIGHT);
        }
        if (lasts != null && (lasts.isZero() || lasts.isNegative())) {
            throw new IllegalArgumentException("an order lasts longer than nothing");
        }
    }

    public static OrderChange of(Kind kind, @Nullable Duration lasts) {
        return new OrderChange(kind, 0, lasts);
    }

    public static OrderChange weighing(int weight, @Nullable Duration lasts) {
        return new OrderChange(Kind.WEIGHT, weight, lasts);
    }

    public static OrderChange auto() {
        return new OrderChange(Kind.AUTO, 0, null);
    }
}
