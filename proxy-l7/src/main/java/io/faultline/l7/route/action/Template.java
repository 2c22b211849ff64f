package io.faultline.l7.route.action;

import io.faultline.l7.message.Ascii;
import io.faultline.l7.message.Fields;
import io.faultline.l7.regex.Captures;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/** Text in which {@code $1} stands for the first group of a match, and {@code $$} for a dollar. */
public final class Template {

    private final byte[][] literals; // one before each group, one behind the last
    private final int[] groups;

    private Template(List<byte[]> literals, List<Integer> groups) {
        this.literals = literals.toArray(byte[][]::new);
        this.groups = groups.stream().mapToInt(Integer::intValue).toArray();
    }

    static Template plain(String text) {
        return new Template(List.of(Ascii.bytes(text)), List.of());
    }

    static Template of(String text) {
        List<byte[]> literals = new ArrayList<>();
        List<Integer> groups = new ArrayList<>();
        var literal = new ByteArrayOutputStream();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            char next = i + 1 < text.length() ? text.charAt(i + 1) : 0;
            if (c == '$' && next >= '0' && next <= '9') {
                literals.add(literal.toByteArray());
                literal.reset();
                groups.add(next - '0');
                i++;
            } else {
                literal.write(c);
                i += c == '$' && next == '$' ? 1 : 0;
            }
        }
        literals.add(literal.toByteArray());
        return new Template(literals, groups);
    }

    /** The largest group that it names, or 0. */
    public static int largestGroup(String text) {
        int largest = 0;
        for (int group : of(text).groups) {
            largest = Math.max(largest, group);
        }
        return largest;
    }

    /** A group that took no part in the match is empty. */
    void append(byte[] matched, Captures captures, Fields to) {
        for (int i = 0; i < groups.length; i++) {
            to.append(literals[i]);
            int start = captures.start(groups[i]);
            if (start >= 0) {
                to.append(matched, start, captures.end(groups[i]));
            }
        }
        to.append(literals[groups.length]);
    }
}
