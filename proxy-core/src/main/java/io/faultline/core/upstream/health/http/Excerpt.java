package io.faultline.core.upstream.health.http;

/** The first bytes of what an endpoint sent, so that a human can see them: printable, on one line, short. */
final class Excerpt {

    private static final int MAX = 80;

    private Excerpt() {}

    static String of(byte[] bytes) {
        var text = new StringBuilder();
        for (int i = 0; i < Math.min(bytes.length, MAX); i++) {
            int b = bytes[i] & 0xff;
            switch (b) {
                case '\r' -> text.append("\\r");
                case '\n' -> text.append("\\n");
                case '\\' -> text.append("\\\\");
                default -> {
                    if (b >= ' ' && b < 0x7f) {
                        text.append((char) b);
                    } else {
                        text.append("\\x%02x".formatted(b));
                    }
                }
            }
        }
        return bytes.length > MAX ? text + "..." : text.toString();
    }
}
