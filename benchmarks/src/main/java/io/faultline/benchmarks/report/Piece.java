package io.faultline.benchmarks.report;

import java.util.List;

/** What a report is made of, before it is known whether it becomes HTML or Markdown. */
sealed interface Piece {

    record Heading(int level, String text) implements Piece {}

    record Text(String text) implements Piece {}

    record Points(List<String> lines) implements Piece {}

    /** The first column is text and stands left, numbers stand right. Rows of {@code strong} stand out. */
    record Table(List<String> head, List<List<String>> rows, String strong) implements Piece {}

    /** @param name of its file, without an ending */
    record Chart(String name, String title, String svg) implements Piece {}

    record Code(String title, String text) implements Piece {}
}
