package io.faultline.core.proxyprotocol;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** The committed headers and their outcomes: {@code headers.txt} says how it is written. */
final class HeaderCorpus {

    /**
     * @param netty what Netty's decoder makes of it
     */
    record Entry(String text, byte[] bytes, String outcome, String netty) {
        @Override
        public String toString() {
            return text;
        }
    }

    private static final String NETTY = "    netty: ";

    private HeaderCorpus() {}

    static List<Entry> entries() {
        List<Entry> entries = new ArrayList<>();
        List<String> lines = lines().filter(HeaderCorpus::isContent).toList();
        int next = 0;
        while (next < lines.size()) {
            String text = lines.get(next++);
            String outcome = lines.get(next++).strip();
            boolean differs = next < lines.size() && lines.get(next).startsWith(NETTY);
            String netty = differs ? lines.get(next++).substring(NETTY.length()) : kindOf(outcome);
            entries.add(new Entry(text, unescape(text), outcome, netty));
        }
        return entries;
    }

    private static boolean isContent(String line) {
        return !line.isEmpty() && line.charAt(0) != '#';
    }

    /** The part of an outcome that two decoders can agree on. */
    static String kindOf(String outcome) {
        return outcome.startsWith("malformed")
                ? "malformed"
                : outcome.substring(0, outcome.lastIndexOf(','));
    }

    /** As the corpus writes it: who was announced, or what was wrong, and the bytes it took. */
    static String describe(Decoded outcome, int consumed) {
        return switch (outcome) {
            case Decoded.NeedMore more -> "more, " + consumed + " bytes";
            case Decoded.OwnAddresses own -> "own addresses, " + consumed + " bytes";
            case Decoded.Announced announced ->
                    "%s -> %s, %d bytes"
                            .formatted(announced.client(), announced.destination(), consumed);
            case Decoded.Malformed malformed ->
                    "malformed: %s, %d bytes".formatted(malformed.reason(), consumed);
        };
    }

    /** Decodes in one piece. */
    static String outcome(byte[] bytes) {
        var input = ByteBuffer.wrap(bytes);
        Decoded outcome = new ProxyHeaderDecoder().feed(input);
        return describe(outcome, input.position());
    }

    private static Stream<String> lines() {
        try (InputStream file = HeaderCorpus.class.getResourceAsStream("headers.txt")) {
            return new String(Objects.requireNonNull(file).readAllBytes(), UTF_8).lines();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] unescape(String line) {
        var bytes = new ByteArrayOutputStream();
        byte[] raw = line.getBytes(ISO_8859_1);
        int i = 0;
        while (i < raw.length) {
            if (raw[i] != '\\') {
                bytes.write(raw[i++]);
                continue;
            }
            switch (raw[i + 1]) {
                case 'r' -> bytes.write('\r');
                case 'n' -> bytes.write('\n');
                case '\\' -> bytes.write('\\');
                case 'x' -> {
                    bytes.write(Integer.parseInt(line, i + 2, i + 4, 16));
                    i += 2;
                }
                default -> throw new IllegalStateException("unknown escape in " + line);
            }
            i += 2;
        }
        return bytes.toByteArray();
    }
}
