package io.faultline.app.dashboard.picture;

import io.faultline.core.Layer;
import io.faultline.core.fault.ledger.FaultCount;
import io.faultline.core.fault.ledger.Lately;
import io.faultline.core.observe.saturation.Resource;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToLongFunction;
import org.jspecify.annotations.Nullable;

/** Adds up what belongs to one cell of the map. */
final class CellMaker {

    private long minute;
    private long tenMinutes;
    private long hour;
    private boolean sure;
    private @Nullable Resource fullest;

    static List<Cell> cells(
            Columns columns,
            List<FaultCount> counts,
            List<Resource> resources,
            IntToLongFunction askedLastMinute) {
        int width = columns.list().size();
        var makers = new CellMaker[Layer.values().length * width];
        for (int i = 0; i < makers.length; i++) {
            makers[i] = new CellMaker();
        }
        for (FaultCount each : counts) {
            int column = columns.of(each.side(), each.name());
            makers[each.layer().ordinal() * width + column].add(each);
        }
        for (Resource each : resources) {
            makers[each.layer().ordinal() * width + columns.of(each)].add(each);
        }
        var cells = new ArrayList<Cell>(makers.length);
        for (Layer layer : Layer.values()) {
            for (int column = 0; column < width; column++) {
                long asked = askedLastMinute.applyAsLong(column);
                cells.add(makers[layer.ordinal() * width + column].make(layer, column, asked));
            }
        }
        return cells;
    }

    private void add(FaultCount count) {
        Lately lately = count.lately();
        minute += lately.lastMinute();
        tenMinutes += lately.lastTenMinutes();
        hour += lately.lastHour();
        sure |= !count.code().suspected() && lately.lastHour() > 0;
    }

    private void add(Resource resource) {
        if (resource.isKnown() && (fullest == null || resource.ratio() > fullest.ratio())) {
            fullest = resource;
        }
    }

    private Cell make(Layer layer, int column, long asked) {
        Lately all = new Lately(minute, tenMinutes, hour, Instant.EPOCH);
        return new Cell(
                layer,
                column,
                Heat.of(all, asked),
                minute,
                tenMinutes,
                hour,
                hour > 0 && !sure,
                fullest == null ? Double.NaN : fullest.ratio(),
                fullest == null ? "" : fullest.name() + ": " + fullest.state());
    }
}
