package io.faultline.core.tls.hello;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;

/** The committed hellos and their outcomes: {@code hellos.txt} says how it is written. */
final class HelloCorpus {

    record Entry(String title, String outcome, byte[] bytes) {
        @Override
        public String toString() {
            return title;
        }
    }

    private HelloCorpus() {}

    static List<Entry> entries() {
        try (InputStream file = HelloCorpus.class.getResourceAsStream("hellos.txt")) {
            String text = new String(Objects.requireNonNull(file).readAllBytes(), UTF_8);
            List<String> lines =
                    text.lines().filter(line -> !line.isEmpty() && line.charAt(0) != '#').toList();
            var entries = new ArrayList<Entry>();
            for (int i = 0; i < lines.size(); i += 3) {
                byte[] bytes = HexFormat.of().parseHex(lines.get(i + 2).strip());
                entries.add(new Entry(lines.get(i), lines.get(i + 1).strip(), bytes));
            }
            return entries;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** In one piece. */
    static Peeked whole(byte[] bytes) {
        return new ClientHelloPeek().feed(ByteBuffer.wrap(bytes), 0, bytes.length);
    }

    static Peeked byteByByte(byte[] bytes) {
        var peek = new ClientHelloPeek();
        Peeked last = Peeked.NEED_MORE;
        for (byte one : bytes) {
            last = peek.feed(ByteBuffer.wrap(new byte[] {one}), 0, 1);
        }
        return last;
    }

    /** As the corpus writes it. */
    static String describe(Peeked outcome) {
        return switch (outcome) {
            case Peeked.NeedMore more -> "more";
            case Peeked.Malformed malformed -> "malformed: " + malformed.rule();
            case Peeked.NotTls other -> "not TLS: " + other.looksLike() + ", " + other.seen();
            case Peeked.Hello peeked -> {
                ClientHello hello = peeked.hello();
                yield "hello: name %s, alpn %s, versions %s, %d suites, %d schemes"
                        .formatted(
                                hello.serverName(),
                                hello.alpn().size() < 5
                                        ? hello.alpn()
                                        : "of " + hello.alpn().size(),
                                hello.versions(),
                                hello.cipherSuites().count(),
                                hello.signatureSchemes().count());
            }
        };
    }
}
