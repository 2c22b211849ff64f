package io.faultline.benchmarks.report.svg;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Lines over a scale, to see where something bends. */
public final class LineChart {

    private static final int WIDTH = 860;
    private static final int HEIGHT = 330;
    private static final int LEFT = 70;
    private static final int RIGHT = 150;
    private static final int TOP = 66;
    private static final int BOTTOM = 46;
    private static final int LABEL_HEIGHT = 15;

    public record Point(double x, double y) {}

    /** @param thin drawn less prominently, with dashes */
    public record Series(String name, int colour, boolean thin, List<Point> points) {}

    /** What stands at the axes, and whether each power of ten takes the same room. */
    public record Axes(String x, String y, boolean logarithmicX, boolean logarithmicY) {}

    private LineChart() {}

    public static String of(String title, Axes axes, List<Series> series) {
        var canvas = new Canvas(WIDTH, title);
        canvas.text("ink head", 20, 28, "start", title);
        canvas.text("faint", 20, 48, "start", axes.y());
        canvas.text("faint", (LEFT + WIDTH - RIGHT) / 2.0, HEIGHT - 8, "middle", axes.x());
        var points = series.stream().flatMap(each -> each.points().stream()).toList();
        if (points.isEmpty()) {
            return canvas.svg(HEIGHT);
        }
        var x = scaleX(axes, points);
        var y = scaleY(axes, points);
        for (double tick : y.ticks()) {
            canvas.line("line", LEFT, y.at(tick), WIDTH - RIGHT, y.at(tick));
            canvas.text("faint", LEFT - 8, y.at(tick) + 4, "end", Canvas.number(tick));
        }
        for (double tick : ticksOf(points)) {
            canvas.text("faint", x.at(tick), HEIGHT - BOTTOM + 18, "middle", Canvas.number(tick));
        }
        double free = 0;
        for (var each : sorted(series)) {
            free = line(canvas, x, y, each, free);
        }
        return canvas.svg(HEIGHT);
    }

    /** From top to bottom as they end, so that their names can be moved apart. */
    private static List<Series> sorted(List<Series> series) {
        return series.stream()
                .filter(each -> !each.points().isEmpty())
                .sorted(
                        (a, b) ->
                                Double.compare(b.points().getLast().y(), a.points().getLast().y()))
                .toList();
    }

    private static double line(Canvas canvas, Scale x, Scale y, Series series, double free) {
        var path =
                series.points().stream()
                        .map(point -> place(x.at(point.x()), y.at(point.y())))
                        .collect(Collectors.joining(" "));
        canvas.curve(Canvas.stroke(series.colour()) + (series.thin() ? " thin" : ""), path);
        for (var point : series.points()) {
            canvas.dot(Canvas.fill(series.colour()), x.at(point.x()), y.at(point.y()));
        }
        var last = series.points().getLast();
        double at = Math.max(free, y.at(last.y()) + 4);
        var name = series.name() + "  " + Canvas.number(last.y());
        canvas.text(
                series.colour() == 0 ? "ink strong" : "ink", WIDTH - RIGHT + 10, at, "start", name);
        return at + LABEL_HEIGHT;
    }

    private static Scale scaleX(Axes axes, List<Point> points) {
        double least = points.stream().mapToDouble(Point::x).min().orElse(1);
        double most = points.stream().mapToDouble(Point::x).max().orElse(1);
        return axes.logarithmicX() && least > 0
                ? new Scale(true, least, Math.max(most, least * 1.01), LEFT + 14, WIDTH - RIGHT - 6)
                : new Scale(
                        false, least, Math.max(most, least + 1e-9), LEFT + 14, WIDTH - RIGHT - 6);
    }

    private static Scale scaleY(Axes axes, List<Point> points) {
        double most = points.stream().mapToDouble(Point::y).max().orElse(1);
        double least = points.stream().mapToDouble(Point::y).filter(y -> y > 0).min().orElse(1);
        return axes.logarithmicY()
                ? Scale.logarithmic(least, most, HEIGHT - BOTTOM, TOP)
                : Scale.linear(most, HEIGHT - BOTTOM, TOP);
    }

    private static List<Double> ticksOf(List<Point> points) {
        return points.stream().map(Point::x).distinct().sorted().toList();
    }

    private static String place(double x, double y) {
        return String.format(Locale.ROOT, "%.1f,%.1f", x, y);
    }
}
