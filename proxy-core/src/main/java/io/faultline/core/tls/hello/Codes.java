package io.faultline.core.tls.hello;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * A list of TLS code points, each of two bytes, in the client's order. Not a {@code List<Integer>}: a
 * hello has dozens of them, most of which nobody asks for.
 */
public final class Codes {

    public static final Codes NONE = new Codes(new char[0]);

    private final char[] codes;

    private Codes(char[] codes) {
        this.codes = codes;
    }

    static Codes read(ByteBuffer bytes, int from, int to) {
        var codes = new char[(to - from) / 2];
        for (int i = 0; i < codes.length; i++) {
            int at = from + 2 * i;
            codes[i] = (char) ((bytes.get(at) & 0xFF) << 8 | bytes.get(at + 1) & 0xFF);
        }
        return new Codes(codes);
    }

    public int count() {
        return codes.length;
    }

    public int at(int index) {
        return codes[index];
    }

    public boolean contains(int code) {
        for (char each : codes) {
            if (each == code) {
                return true;
            }
        }
        return false;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Codes that && Arrays.equals(codes, that.codes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(codes);
    }

    /** As the registries write them: {@code 1301 1302 c02b}. */
    @Override
    public String toString() {
        var text = new StringBuilder(codes.length * 5);
        for (char code : codes) {
            text.append(text.isEmpty() ? "" : " ")
                    .append(Integer.toHexString(0x10000 | code), 1, 5);
        }
        return text.toString();
    }
}
