package io.faultline.benchmarks.report;

import java.util.List;
import java.util.stream.Collectors;

/** The report as one file that needs nothing else: charts and style are in it, no script, nothing is fetched. */
final class HtmlWriter {

    private static final String STYLE =
            """
            :root{color-scheme:light dark;--back:#f5f7f9;--card:#fff;--ink:#1f2933;--faint:#66717d;--line:#dfe4ea;--mine:#0f9d8a;--soft:#e6f5f2}
            @media(prefers-color-scheme:dark){:root{--back:#0c1014;--card:#12171d;--ink:#e6eaee;--faint:#96a1ad;--line:#2b343e;--mine:#2cc9b2;--soft:#12302c}}
            body{margin:0;background:var(--back);color:var(--ink);font:15px/1.55 system-ui,-apple-system,'Segoe UI',Roboto,sans-serif}
            main{max-width:940px;margin:0 auto;padding:32px 20px 80px}
            h1{font-size:30px;margin:0 0 4px}h2{font-size:22px;margin:44px 0 8px;padding-top:12px;border-top:1px solid var(--line)}h3{font-size:16px;margin:26px 0 6px}
            .scroll{overflow-x:auto;background:var(--card);border:1px solid var(--line);border-radius:6px;margin:10px 0}
            table{border-collapse:collapse;width:100%;font-size:13px;font-variant-numeric:tabular-nums}
            th,td{padding:5px 10px;text-align:right;white-space:nowrap;border-bottom:1px solid var(--line)}th{color:var(--faint);font-weight:500}
            th:first-child,td:first-child{text-align:left;white-space:normal}tr:last-child td{border-bottom:0}tr.strong td{background:var(--soft);font-weight:600}
            figure{margin:14px 0;border:1px solid var(--line);border-radius:6px;overflow:hidden}figure svg{display:block;width:100%;height:auto}
            pre{background:var(--card);border:1px solid var(--line);border-radius:6px;padding:12px;overflow-x:auto;font-size:12px}
            summary{cursor:pointer;color:var(--faint)}a{color:var(--mine)}.met{color:var(--mine)}
            """;

    private HtmlWriter() {}

    static String of(String title, List<Piece> pieces) {
        return "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>"
                + escaped(title)
                + "</title><meta name=\"viewport\" content=\"width=device-width\"><style>"
                + STYLE
                + "</style></head><body><main>\n"
                + pieces.stream().map(HtmlWriter::of).collect(Collectors.joining("\n"))
                + "\n</main></body></html>\n";
    }

    private static String of(Piece piece) {
        return switch (piece) {
            case Piece.Heading heading ->
                    "<h%d>%s</h%d>"
                            .formatted(heading.level(), inline(heading.text()), heading.level());
            case Piece.Text text -> "<p>" + inline(text.text()) + "</p>";
            case Piece.Points points ->
                    points.lines().stream()
                            .map(line -> "<li>" + inline(line) + "</li>")
                            .collect(Collectors.joining("\n", "<ul>", "</ul>"));
            case Piece.Table table -> table(table);
            case Piece.Chart chart -> "<figure>" + chart.svg() + "</figure>";
            case Piece.Code code ->
                    "<details><summary>%s</summary><pre>%s</pre></details>"
                            .formatted(escaped(code.title()), escaped(code.text().strip()));
        };
    }

    private static String table(Piece.Table table) {
        var text = new StringBuilder("<div class=\"scroll\"><table><thead><tr>");
        table.head().forEach(cell -> text.append("<th>").append(inline(cell)).append("</th>"));
        text.append("</tr></thead><tbody>\n");
        for (var row : table.rows()) {
            boolean strong = row.getFirst().equals(table.strong());
            text.append(strong ? "<tr class=\"strong\">" : "<tr>");
            row.forEach(cell -> text.append("<td>").append(inline(cell)).append("</td>"));
            text.append("</tr>\n");
        }
        return text.append("</tbody></table></div>").toString();
    }

    /** The little of Markdown that is used within a line. */
    private static String inline(String text) {
        return escaped(text)
                .replaceAll("\\*\\*([^*]+)\\*\\*", "<strong>$1</strong>")
                .replaceAll("\\[([^\\]]+)\\]\\(([^)\"]+)\\)", "<a href=\"$2\">$1</a>")
                .replaceAll("`([^`]+)`", "<code>$1</code>");
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
