package io.faultline.benchmarks.report;

import java.util.List;
import java.util.stream.Collectors;

/** The report for those who read in the repository; charts are files beside it. */
final class MarkdownWriter {

    private MarkdownWriter() {}

    static String of(List<Piece> pieces) {
        return pieces.stream().map(MarkdownWriter::of).collect(Collectors.joining("\n"));
    }

    private static String of(Piece piece) {
        return switch (piece) {
            case Piece.Heading heading -> "#".repeat(heading.level()) + " " + heading.text() + "\n";
            case Piece.Text text -> text.text() + "\n";
            case Piece.Points points ->
                    points.lines().stream()
                            .map(line -> "- " + line + "\n")
                            .collect(Collectors.joining());
            case Piece.Table table -> table(table);
            case Piece.Chart chart ->
                    "![%s](charts/%s.svg)\n".formatted(chart.title(), chart.name());
            case Piece.Code code ->
                    "<details><summary>%s</summary>\n\n```\n%s\n```\n</details>\n"
                            .formatted(code.title(), code.text().strip());
        };
    }

    private static String table(Piece.Table table) {
        var text = new StringBuilder(row(table.head()));
        text.append("|---|").append("---:|".repeat(table.head().size() - 1)).append('\n');
        for (var row : table.rows()) {
            boolean strong = row.getFirst().equals(table.strong());
            text.append(row(strong ? row.stream().map(cell -> "**" + cell + "**").toList() : row));
        }
        return text.toString();
    }

    private static String row(List<String> cells) {
        return cells.stream()
                .map(cell -> cell.replace("|", "\\|"))
                .collect(Collectors.joining(" | ", "| ", " |\n"));
    }
}
