package io.faultline.l7.http2.hpack;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Committed blocks and what is to be read in them. An entry is a name, a line for each block of one connection, as
 * hexadecimal with {@code (..*N)} for repetition, and the lines that are told of the last one, indented by two; an empty line ends it.
 */
final class HpackCorpus {

    record Entry(String name, List<byte[]> blocks, String told) {
        @Override
        public String toString() {
            return name;
        }
    }

    private HpackCorpus() {}

    static List<Entry> entries() {
        List<Entry> entries = new ArrayList<>();
        List<String> lines = lines();
        int next = 0;
        while (next < lines.size()) {
            String name = lines.get(next++);
            if (name.isEmpty() || name.startsWith("#")) {
                continue;
            }
            List<byte[]> blocks = new ArrayList<>();
            while (!lines.get(next).startsWith("  ")) {
                blocks.add(bytes(lines.get(next++)));
            }
            var told = new StringBuilder();
            while (next < lines.size() && !lines.get(next).isEmpty()) {
                told.append(lines.get(next++).substring(2)).append('\n');
            }
            entries.add(new Entry(name, blocks, told.toString()));
        }
        return entries;
    }

    private static byte[] bytes(String line) {
        var hex = new StringBuilder();
        int at = 0;
        while (at < line.length()) {
            if (line.charAt(at) == '(') {
                int end = line.indexOf(')', at);
                int star = line.indexOf('*', at);
                int times = Integer.parseInt(line, star + 1, end, 10);
                hex.append(line.substring(at + 1, star).repeat(times));
                at = end + 1;
            } else {
                hex.append(line.charAt(at++));
            }
        }
        return Decoded.hex(hex.toString());
    }

    private static List<String> lines() {
        try (InputStream in = HpackCorpus.class.getResourceAsStream("blocks.txt")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), UTF_8).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
