package io.faultline.l7.regex;

import java.util.List;

/** A pattern as a tree. */
sealed interface Node {

    record One(ByteSet set) implements Node {}

    record Sequence(List<Node> parts) implements Node {}

    record Choice(List<Node> options) implements Node {}

    /** @param max -1 for as often as one likes */
    record Repeat(Node node, int min, int max) implements Node {}

    /** @param index counted from 1 by the opening parenthesis */
    record Group(Node node, int index) implements Node {}
}
