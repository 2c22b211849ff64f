package io.faultline.l7.http2.hpack;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Heads as they come one after the other on a connection: much is said again, something always differs. */
final class RandomHeads {

    record Field(String name, String value) {}

    private static final String[] NAMES = {
        "accept-encoding", "server", "date", "content-type", "etag", "x-request-id",
                "cache-control", "cookie",
        "set-cookie", "authorization", "via", "vary", "x-a", "grpc-timeout", "user-agent",
                "content-length"
    };

    private static final String[] VALUES = {
        "",
        "gzip, deflate",
        "gzip",
        "private, max-age=0",
        "text/html; charset=utf-8",
        "1",
        "Accept-Encoding",
        "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0",
        "\u00e4\u00ff\u0080",
        "Sat, 21 Nov 2026 12:00:00 GMT",
        "\"33a64df551425fcc55e4d42a148795d9f25f89d4\"",
        "a \t b",
        "~^|{}<>@#"
    };

    private final Random random;

    RandomHeads(long seed) {
        random = new Random(seed);
    }

    Random random() {
        return random;
    }

    List<Field> next() {
        List<Field> head = new ArrayList<>();
        head.add(new Field(":method", pick("GET", "POST", "PUT", "OPTIONS", "X-ODD")));
        head.add(new Field(":scheme", pick("http", "https")));
        head.add(new Field(":authority", pick("shop.example", "img.example:8443", "")));
        head.add(new Field(":path", pick("/", "/index.html", "/a?b=c", "/" + random.nextInt(50))));
        int fields = random.nextInt(12);
        for (int i = 0; i < fields; i++) {
            head.add(new Field(name(), value()));
        }
        return head;
    }

    private String pick(String... some) {
        return some[random.nextInt(some.length)];
    }

    private String name() {
        return random.nextInt(10) == 0 ? "x-" + random.nextInt(1000) : pick(NAMES);
    }

    private String value() {
        return switch (random.nextInt(10)) {
            case 0 -> Integer.toString(random.nextInt(100_000));
            case 1 -> "v".repeat(random.nextInt(300));
            case 2 -> random.nextInt(40) == 0 ? "w".repeat(random.nextInt(5000)) : "w";
            default -> pick(VALUES);
        };
    }

    static String text(List<Field> head) {
        var text = new StringBuilder();
        head.forEach(
                field -> text.append(field.name()).append(": ").append(field.value()).append('\n'));
        return text.toString();
    }
}
