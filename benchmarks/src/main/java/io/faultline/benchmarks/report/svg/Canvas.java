package io.faultline.benchmarks.report.svg;

import java.util.Locale;

/**
 * The elements of a drawing, and how they look in light and in dark: colours stand in classes, so that the page or the reader's system decides.
 */
final class Canvas {

    private static final String STYLE =
            """
            svg{font:13px system-ui,-apple-system,'Segoe UI',Roboto,sans-serif}
            .back{fill:#ffffff}.ink{fill:#1f2933}.faint{fill:#66717d}.line{stroke:#dfe4ea;stroke-width:1}
            .whisker{stroke:#1f2933;stroke-width:1.2;opacity:.55}.strong{font-weight:600}.head{font-size:15px;font-weight:600}
            .f0{fill:#0f9d8a}.f1{fill:#5b7fb5}.f2{fill:#b58a5b}.f3{fill:#9a86b8}.f4{fill:#8c979f}.f5{fill:#c0788f}.f6{fill:#7c9a66}.f7{fill:#b3ab5a}
            .s0{stroke:#0f9d8a}.s1{stroke:#5b7fb5}.s2{stroke:#b58a5b}.s3{stroke:#9a86b8}.s4{stroke:#8c979f}.s5{stroke:#c0788f}.s6{stroke:#7c9a66}.s7{stroke:#b3ab5a}
            .curve{fill:none;stroke-width:2.2}.thin{stroke-width:1.4;stroke-dasharray:4 4}
            @media(prefers-color-scheme:dark){.back{fill:#12171d}.ink{fill:#e6eaee}.faint{fill:#96a1ad}.line{stroke:#2b343e}.whisker{stroke:#e6eaee}
            .f0{fill:#2cc9b2}.f1{fill:#7fa3db}.f2{fill:#d6aa78}.f3{fill:#b9a5d9}.s0{stroke:#2cc9b2}.s1{stroke:#7fa3db}.s2{stroke:#d6aa78}.s3{stroke:#b9a5d9}}
            """;

    private static final int COLOURS = 8;

    private final StringBuilder body = new StringBuilder();
    private final int width;
    private final String title;

    Canvas(int width, String title) {
        this.width = width;
        this.title = title;
    }

    Canvas rect(String classes, double x, double y, double wide, double high) {
        return add(
                "<rect class=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" rx=\"2\"/>",
                classes, x, y, Math.max(0, wide), high);
    }

    Canvas line(String classes, double x1, double y1, double x2, double y2) {
        return add(
                "<line class=\"%s\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>",
                classes, x1, y1, x2, y2);
    }

    Canvas dot(String classes, double x, double y) {
        return add("<circle class=\"%s\" cx=\"%.1f\" cy=\"%.1f\" r=\"3.4\"/>", classes, x, y);
    }

    /** @param points x and y with a comma between them, points with a space */
    Canvas curve(String classes, String points) {
        return add("<polyline class=\"curve %s\" points=\"%s\"/>", classes, points);
    }

    /** @param anchor start, middle or end */
    Canvas text(String classes, double x, double y, String anchor, String text) {
        return add(
                "<text class=\"%s\" x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>",
                classes, x, y, anchor, escaped(text));
    }

    /** The drawing, as high as it has become. */
    String svg(double height) {
        return String.format(
                        Locale.ROOT,
                        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %.0f\" width=\"%d\""
                                + " height=\"%.0f\" role=\"img\" aria-label=\"%s\">\n<style>%s</style>\n",
                        width,
                        height,
                        width,
                        height,
                        escaped(title),
                        STYLE)
                + String.format(
                        Locale.ROOT,
                        "<rect class=\"back\" width=\"%d\" height=\"%.0f\" rx=\"6\"/>\n",
                        width,
                        height)
                + body
                + "</svg>\n";
    }

    static String fill(int colour) {
        return "f" + colour % COLOURS;
    }

    static String stroke(int colour) {
        return "s" + colour % COLOURS;
    }

    /** Three digits that mean something, without those that mean nothing. */
    static String number(double value) {
        double size = Math.abs(value);
        if (size >= 1e6 && value % 1e5 == 0) {
            return String.format(Locale.ROOT, "%.1fM", value / 1e6).replace(".0M", "M");
        }
        if (size >= 1_000) {
            return String.format(Locale.ROOT, "%,.0f", value);
        }
        var text =
                String.format(
                        Locale.ROOT, size >= 100 ? "%.0f" : size >= 10 ? "%.1f" : "%.2f", value);
        return text.contains(".") ? text.replaceAll("0+$", "").replaceAll("\\.$", "") : text;
    }

    static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    private Canvas add(String pattern, Object... values) {
        body.append(String.format(Locale.ROOT, pattern, values)).append('\n');
        return this;
    }
}
