package io.faultline.l7.http1;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Messages of the corpora, bent: cut, doubled, joined, and with bytes that matter to HTTP put in. */
final class BentMessages {

    private static final int MOST_BYTES = 4_000;

    private static final String[] PIECES = {
        "\r\n",
        "\n",
        "\r",
        "\r\n\r\n",
        " ",
        "\t",
        ":",
        ",",
        ";",
        "0",
        "\0",
        "\u007f",
        "\u00e9",
        "#",
        "?",
        "/",
        "\\",
        "*",
        "HTTP/1.1",
        "HTTP/1.0",
        "Content-Length: 3\r\n",
        "Content-Length: ",
        "Transfer-Encoding: chunked\r\n",
        "Transfer-Encoding: ",
        "Host: b\r\n",
        "Connection: close\r\n",
        "Connection: upgrade, te\r\n",
        "Upgrade: websocket\r\n",
        "TE: trailers\r\n",
        "Trailer: X\r\n",
        "Expect: 100-continue\r\n",
        "http://a",
        "GET / HTTP/1.1\r\nHost: a\r\n\r\n",
        "0\r\n\r\n",
        "5\r\nhello\r\n",
        "X_Forwarded_For: 1\r\n",
        "chunked",
        "ffffffffffffffff",
        "\u0016\u0003"
    };

    private final List<byte[]> seeds = new ArrayList<>();

    BentMessages(String... corpora) {
        for (String corpus : corpora) {
            for (Corpus.Entry entry : Corpus.of(corpus)) {
                if (entry.bytes().length <= MOST_BYTES) {
                    seeds.add(entry.bytes());
                }
            }
        }
    }

    byte[] next(Random random) {
        byte[] bytes = seed(random);
        for (int bends = random.nextInt(4); bends > 0; bends--) {
            bytes = bend(bytes, random);
        }
        return bytes;
    }

    /** The same message, or one that differs from it in a place or two. */
    byte[] like(byte[] bytes, Random random) {
        byte[] alike = bytes;
        for (int bends = random.nextInt(3); bends > 0; bends--) {
            alike = bend(alike, random);
        }
        return alike;
    }

    byte[] seed(Random random) {
        return seeds.get(random.nextInt(seeds.size()));
    }

    private byte[] bend(byte[] bytes, Random random) {
        int from = random.nextInt(bytes.length + 1);
        int to = from + random.nextInt(Math.min(20, bytes.length - from) + 1);
        return switch (random.nextInt(6)) {
            case 0 -> splice(bytes, from, to, new byte[0]);
            case 1 -> splice(bytes, from, from, Arrays.copyOfRange(bytes, from, to));
            case 2 -> splice(bytes, bytes.length, bytes.length, seed(random));
            case 3 -> splice(bytes, from, Math.min(from + 1, bytes.length), anyByte(random));
            default -> {
                String piece = PIECES[random.nextInt(PIECES.length)];
                boolean instead = random.nextBoolean();
                yield splice(
                        bytes,
                        from,
                        instead ? to : from,
                        piece.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
            }
        };
    }

    private static byte[] anyByte(Random random) {
        return new byte[] {(byte) random.nextInt(256)};
    }

    private static byte[] splice(byte[] bytes, int from, int to, byte[] with) {
        var spliced = new ByteArrayOutputStream();
        spliced.write(bytes, 0, from);
        spliced.writeBytes(with);
        spliced.write(bytes, to, bytes.length - to);
        return spliced.toByteArray();
    }
}
