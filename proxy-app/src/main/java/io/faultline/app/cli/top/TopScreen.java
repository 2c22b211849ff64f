package io.faultline.app.cli.top;

import io.faultline.app.admin.text.Printable;
import io.faultline.app.json.JsonObject;
import io.faultline.app.process.Terminal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * A screen made of one look: who it is, the seven layers as on the whiteboard, listeners, and upstreams
 * with those in trouble first. It fits the screen it is given: what does not is counted, never wrapped.
 */
final class TopScreen {

    private static final int BAR = 10;
    private static final int FULLEST_THAT_IS_WELL = 80;
    private static final int MOST_LISTENERS = 4;
    private static final int LEAST_ROWS = 3;

    private final Look look;
    private final int width;
    private final int height;
    private final Terminal paint;
    private final List<String> lines = new ArrayList<>();

    private TopScreen(Look look, int width, int height, Terminal paint) {
        this.look = look;
        this.width = width;
        this.height = height;
        this.paint = paint;
    }

    /** No more lines than there is height; none longer than the width, colours aside. */
    static List<String> render(Look look, int width, int height, Terminal paint) {
        TopScreen screen = new TopScreen(look, width, height, paint);
        screen.head();
        screen.layers();
        screen.listeners();
        screen.upstreams();
        return screen.lines.subList(0, Math.min(height, screen.lines.size()));
    }

    private void head() {
        JsonObject now = look.now();
        String state = now.text("state");
        String first =
                "faultline %s  %s  up %s  generation %d of %s"
                        .formatted(
                                now.text("version"),
                                state,
                                Printable.span(Duration.ofSeconds(now.whole("uptime_seconds"))),
                                now.whole("generation"),
                                now.text("source"));
        lines.add(state.equals("ready") ? paint.bold(cut(first)) : paint.red(cut(first)));
        line(
                "%d sessions  %s req/s  %s conn/s  %s in  %s out  %d workers (%s)"
                        .formatted(
                                now.whole("sessions"),
                                rate(look.rate("listeners", Look::requests)),
                                rate(look.rate("listeners", row -> row.whole("opened"))),
                                bytes(look.rate("listeners", row -> row.whole("bytes_up"))),
                                bytes(look.rate("listeners", row -> row.whole("bytes_down"))),
                                now.whole("workers"),
                                now.text("transport")));
    }

    private void layers() {
        line("");
        heading(
                "%-6s %7s %7s %7s  %-" + BAR + "s  %s",
                "LAYER",
                "1 MIN",
                "10 MIN",
                "1 H",
                "FULL",
                "");
        for (JsonObject layer : look.rows("layers").reversed()) {
            boolean broken = layer.whole("faults_1m") > 0;
            double ratio = layer.number("ratio");
            String text =
                    "%-6s %7d %7d %7d  %s  %s"
                            .formatted(
                                    layer.text("layer"),
                                    layer.whole("faults_1m"),
                                    layer.whole("faults_10m"),
                                    layer.whole("faults_1h"),
                                    bar(ratio),
                                    Double.isNaN(ratio)
                                            ? ""
                                            : "%3.0f %% %s"
                                                    .formatted(100 * ratio, layer.text("fullest")));
            marked(text, broken || 100 * ratio >= FULLEST_THAT_IS_WELL);
        }
    }

    /** {@code ####......}; dots alone where nobody knows. */
    private static String bar(double ratio) {
        int full = Double.isNaN(ratio) ? 0 : (int) Math.ceil(Math.min(1, ratio) * BAR);
        return "#".repeat(full) + ".".repeat(BAR - full);
    }

    private void listeners() {
        List<JsonObject> all = look.rows("listeners");
        int room = Math.min(MOST_LISTENERS, Math.max(1, height - lines.size() - 4 - LEAST_ROWS));
        line("");
        heading("%-20s %-21s %8s %9s %9s", "LISTENER", "ADDRESS", "OPEN", "REQ/S", "5XX/S");
        rows(all, room, this::listener);
    }

    private void listener(JsonObject row) {
        double failing = look.rate("listeners", row, each -> each.object("requests").whole("5xx"));
        marked(
                "%-20s %-21s %8d %9s %9s"
                        .formatted(
                                clip(row.text("name"), 20),
                                clip(row.text("address"), 21),
                                row.whole("active"),
                                rate(look.rate("listeners", row, Look::requests)),
                                rate(failing)),
                failing > 0);
    }

    private void upstreams() {
        List<JsonObject> all =
                look.rows("upstreams").stream()
                        .sorted(
                                Comparator.comparing((JsonObject row) -> !isInTrouble(row))
                                        .thenComparing(row -> -served(row)))
                        .toList();
        line("");
        heading(
                "%-20s %9s %8s %9s %9s %7s  %s",
                "UPSTREAM", "SERVE", "OPEN", "SERVED/S", "RETRY/S", "F 1MIN", "");
        rows(all, Math.max(1, height - lines.size()), this::upstream);
    }

    private void upstream(JsonObject row) {
        marked(
                "%-20s %9s %8d %9s %9s %7d  %s"
                        .formatted(
                                clip(row.text("name"), 20),
                                row.whole("in_rotation") + "/" + row.whole("endpoints"),
                                row.whole("active"),
                                rate(look.rate("upstreams", row, each -> each.whole("awaited"))),
                                rate(look.rate("upstreams", row, each -> each.whole("retried"))),
                                row.whole("faults_1m"),
                                (row.flag("on_backups") ? "backups " : "")
                                        + (row.whole("ordered") > 0
                                                ? row.whole("ordered") + " ordered"
                                                : "")),
                isInTrouble(row));
    }

    private static boolean isInTrouble(JsonObject row) {
        return row.whole("faults_1m") > 0 || row.whole("in_rotation") < row.whole("endpoints");
    }

    private double served(JsonObject row) {
        double rate = look.rate("upstreams", row, each -> each.whole("awaited"));
        return Double.isNaN(rate) ? 0 : rate;
    }

    // ---- lines

    private interface Row {
        void print(JsonObject row);
    }

    /** As many as there is room for; the last line counts the others. */
    private void rows(List<JsonObject> all, int room, Row row) {
        int shown = all.size() <= room ? all.size() : room - 1;
        all.subList(0, shown).forEach(row::print);
        if (shown < all.size()) {
            line("... and %d more".formatted(all.size() - shown));
        }
    }

    private void heading(String format, Object... words) {
        lines.add(paint.bold(cut(String.format(Locale.ROOT, format, words))));
    }

    private void marked(String text, boolean isBad) {
        lines.add(isBad ? paint.red(cut(text)) : cut(text));
    }

    private void line(String text) {
        lines.add(cut(text));
    }

    /** Names may come from a file that somebody else wrote: nothing in them is obeyed. */
    private String cut(String text) {
        return clip(Printable.of(text).stripTrailing(), width);
    }

    private static String clip(String text, int most) {
        return text.length() <= most ? text : text.substring(0, Math.max(0, most - 1)) + "~";
    }

    private static String rate(double perSecond) {
        if (Double.isNaN(perSecond)) {
            return "-";
        }
        return String.format(Locale.ROOT, perSecond < 10 ? "%.1f" : "%,.0f", perSecond);
    }

    private static String bytes(double perSecond) {
        if (Double.isNaN(perSecond)) {
            return "- B/s";
        }
        double value = perSecond;
        for (String unit : List.of("B/s", "kB/s", "MB/s")) {
            if (value < 1000) {
                return String.format(Locale.ROOT, "%.0f %s", value, unit);
            }
            value /= 1000;
        }
        return String.format(Locale.ROOT, "%.1f GB/s", value);
    }
}
