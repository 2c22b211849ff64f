package io.faultline.l7.http1;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Committed messages and what is to be read in them. An entry is a name, a line of bytes and the lines
 * that {@link Exchanges} tell, indented by two; an empty line ends it. In the bytes, {@code \r \n \\ \xNN}
 * are escapes and <code>{...*N}</code> is so many times the same.
 */
final class Corpus {

    record Entry(String name, byte[] bytes, String told) {
        @Override
        public String toString() {
            return name;
        }
    }

    private Corpus() {}

    static List<Entry> of(String file) {
        List<Entry> entries = new ArrayList<>();
        List<String> lines = lines(file);
        int next = 0;
        while (next < lines.size()) {
            String name = lines.get(next++);
            if (name.isEmpty() || name.startsWith("#")) {
                continue;
            }
            byte[] bytes = unescape(lines.get(next++));
            var told = new StringBuilder();
            while (next < lines.size() && !lines.get(next).isEmpty()) {
                told.append(lines.get(next++).substring(2)).append('\n');
            }
            entries.add(new Entry(name, bytes, told.toString()));
        }
        return entries;
    }

    private static List<String> lines(String file) {
        try (InputStream in = Corpus.class.getResourceAsStream(file)) {
            return new String(Objects.requireNonNull(in, file).readAllBytes(), UTF_8)
                    .lines()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] unescape(String line) {
        var bytes = new ByteArrayOutputStream();
        int at = 0;
        while (at < line.length()) {
            char c = line.charAt(at);
            if (c == '{') {
                int end = line.indexOf('}', at);
                int star = line.lastIndexOf('*', end);
                byte[] unit = unescape(line.substring(at + 1, star));
                for (int n = Integer.parseInt(line, star + 1, end, 10); n > 0; n--) {
                    bytes.writeBytes(unit);
                }
                at = end + 1;
            } else if (c != '\\') {
                bytes.write(c);
                at++;
            } else {
                at = unescape(line, at + 1, bytes);
            }
        }
        return bytes.toByteArray();
    }

    private static int unescape(String line, int at, ByteArrayOutputStream bytes) {
        switch (line.charAt(at)) {
            case 'r' -> bytes.write('\r');
            case 'n' -> bytes.write('\n');
            case '\\' -> bytes.write('\\');
            case 'x' -> {
                bytes.write(Integer.parseInt(line, at + 1, at + 3, 16));
                return at + 3;
            }
            default -> throw new IllegalStateException("unknown escape in " + line);
        }
        return at + 1;
    }
}
