package io.faultline.app.admin.page.faults;

import io.faultline.core.Layer;
import io.faultline.core.Side;
import io.faultline.core.fault.ledger.FaultCount;
import io.faultline.core.fault.ledger.Lately;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How often one layer broke at one upstream, all its codes together.
 *
 * @param upstream "" for what broke before one was chosen
 * @param lately with the moment when the first of those that go on began
 */
public record LayerCount(Layer layer, String upstream, Side side, long total, Lately lately) {

    private record Key(Layer layer, String upstream, Side side) {}

    /** In the order of the layers. */
    public static List<LayerCount> of(List<FaultCount> counts) {
        Map<Key, LayerCount> sums = new LinkedHashMap<>();
        for (FaultCount count : counts) {
            var own =
                    new LayerCount(
                            count.layer(),
                            count.name(),
                            count.side(),
                            count.count(),
                            count.lately());
            sums.merge(new Key(own.layer, own.upstream, own.side), own, LayerCount::plus);
        }
        return List.copyOf(sums.values());
    }

    private LayerCount plus(LayerCount other) {
        Lately sum =
                new Lately(
                        lately.lastMinute() + other.lately.lastMinute(),
                        lately.lastTenMinutes() + other.lately.lastTenMinutes(),
                        lately.lastHour() + other.lately.lastHour(),
                        earlier(other));
        return new LayerCount(layer, upstream, side, total + other.total, sum);
    }

    /** Of those that broke in the last minutes, if any did. */
    private Instant earlier(LayerCount other) {
        boolean mine = lately.lastTenMinutes() > 0;
        boolean its = other.lately.lastTenMinutes() > 0;
        if (mine != its) {
            return mine ? lately.began() : other.lately.began();
        }
        return lately.began().isBefore(other.lately.began())
                ? lately.began()
                : other.lately.began();
    }
}
