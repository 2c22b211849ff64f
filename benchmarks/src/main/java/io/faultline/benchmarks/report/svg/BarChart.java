package io.faultline.benchmarks.report.svg;

import io.faultline.benchmarks.result.Interval;
import java.util.List;

/** Bars that lie, grouped by question: names have room, and lengths are compared easily. */
public final class BarChart {

    private static final int WIDTH = 860;
    private static final int LEFT = 170;
    private static final int RIGHT = 90;
    private static final int BAR = 15;
    private static final int GAP = 14;
    private static final int TOP = 74;
    private static final int NAME = 22;

    /**
     * @param colour the same for the same contender in all charts
     * @param value its range is drawn as a whisker
     */
    public record Bar(String name, int colour, Interval value) {}

    public record Group(String name, List<Bar> bars) {}

    private BarChart() {}

    /**
     * @param mark where a line is drawn, such as 1 for "as much as"; 0: nowhere
     * @param most where longer bars are cut off, so that one of them does not make all others short
     */
    public static String of(
            String title, String unit, List<Group> groups, double mark, double most) {
        var canvas = new Canvas(WIDTH, title);
        canvas.text("ink head", 20, 28, "start", title);
        canvas.text("faint", 20, 48, "start", unit);
        double largest =
                groups.stream()
                        .flatMap(group -> group.bars().stream())
                        .mapToDouble(bar -> Math.min(most, bar.value.high()))
                        .filter(Double::isFinite)
                        .max()
                        .orElse(1);
        var scale = Scale.linear(largest, LEFT, WIDTH - RIGHT);
        double bottom = TOP;
        for (var group : groups) {
            bottom += NAME + group.bars().size() * (BAR + 3) + GAP;
        }
        for (double tick : scale.ticks()) {
            canvas.line("line", scale.at(tick), TOP - 6, scale.at(tick), bottom);
            canvas.text("faint", scale.at(tick), TOP - 11, "middle", Canvas.number(tick));
        }
        double y = TOP;
        for (var group : groups) {
            canvas.text("ink strong", 20, y + BAR - 2, "start", group.name());
            y += NAME;
            for (var bar : group.bars()) {
                bar(canvas, scale, bar, y);
                y += BAR + 3;
            }
            y += GAP;
        }
        if (mark > 0) {
            canvas.line("whisker", scale.at(mark), TOP - 6, scale.at(mark), bottom);
        }
        return canvas.svg(bottom + 8);
    }

    private static void bar(Canvas canvas, Scale scale, Bar bar, double y) {
        canvas.text("faint", LEFT - 8, y + BAR - 3, "end", bar.name());
        if (!bar.value.isKnown()) {
            canvas.text("faint", LEFT + 4, y + BAR - 3, "start", "not measured");
            return;
        }
        boolean cut = bar.value.middle() > scale.to();
        double end = scale.at(Math.min(scale.to(), bar.value.middle()));
        canvas.rect(Canvas.fill(bar.colour), LEFT, y, end - LEFT, BAR);
        double low = scale.at(Math.min(scale.to(), bar.value.low()));
        double high = scale.at(Math.min(scale.to(), bar.value.high()));
        canvas.line("whisker", low, y + BAR / 2.0, high, y + BAR / 2.0);
        canvas.text(
                bar.colour == 0 ? "ink strong" : "ink",
                Math.max(end, high) + 6,
                y + BAR - 3,
                "start",
                (cut ? "\u2026 " : "") + Canvas.number(bar.value.middle()));
    }
}
