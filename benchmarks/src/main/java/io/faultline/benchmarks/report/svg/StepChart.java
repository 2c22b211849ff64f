package io.faultline.benchmarks.report.svg;

import java.util.List;
import java.util.Locale;

/** A staircase: each bar is the whole so far, the part that this step added stands out and is named. */
public final class StepChart {

    private static final int WIDTH = 860;
    private static final int LEFT = 190;
    private static final int RIGHT = 150;
    private static final int BAR = 24;
    private static final int GAP = 10;
    private static final int TOP = 74;

    /** @param whole the value at this step; NaN where there is none */
    public record Step(String name, double whole) {}

    private StepChart() {}

    public static String of(String title, String unit, List<Step> steps) {
        var canvas = new Canvas(WIDTH, title);
        canvas.text("ink head", 20, 28, "start", title);
        canvas.text("faint", 20, 48, "start", unit);
        double largest =
                steps.stream().mapToDouble(Step::whole).filter(Double::isFinite).max().orElse(1);
        var scale = Scale.linear(largest, LEFT, WIDTH - RIGHT);
        double bottom = TOP + steps.size() * (BAR + GAP);
        for (double tick : scale.ticks()) {
            canvas.line("line", scale.at(tick), TOP - 6, scale.at(tick), bottom);
            canvas.text("faint", scale.at(tick), TOP - 11, "middle", Canvas.number(tick));
        }
        double before = 0;
        double y = TOP;
        for (var step : steps) {
            canvas.text("ink", LEFT - 10, y + BAR - 7, "end", step.name());
            if (Double.isFinite(step.whole())) {
                bar(canvas, scale, step, before, y);
                before = step.whole();
            } else {
                canvas.text("faint", LEFT + 4, y + BAR - 7, "start", "nothing of ours");
            }
            y += BAR + GAP;
        }
        return canvas.svg(bottom + 4);
    }

    private static void bar(Canvas canvas, Scale scale, Step step, double before, double y) {
        double from = scale.at(Math.min(before, step.whole()));
        double to = scale.at(step.whole());
        double change = step.whole() - before;
        canvas.rect("f4", LEFT, y, from - LEFT, BAR);
        if (change >= 0) {
            canvas.rect("f0", from, y, to - from, BAR);
        } else {
            canvas.line("whisker", scale.at(before), y, scale.at(before), y + BAR);
        }
        var text =
                String.format(
                        Locale.ROOT,
                        "%s  (%s%s)",
                        Canvas.number(step.whole()),
                        change >= 0 ? "+" : "-",
                        Canvas.number(Math.abs(change)));
        canvas.text("ink strong", Math.max(to, scale.at(before)) + 8, y + BAR - 7, "start", text);
    }
}
