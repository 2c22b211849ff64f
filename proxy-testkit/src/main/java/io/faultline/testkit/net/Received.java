package io.faultline.testkit.net;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** All that came until the end, and which end it was. */
public record Received(byte[] bytes, Ending ending) {

    public String text() {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Received that
                && ending == that.ending
                && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes) * 31 + ending.hashCode();
    }

    @Override
    public String toString() {
        return bytes.length + " bytes, then " + ending;
    }
}
