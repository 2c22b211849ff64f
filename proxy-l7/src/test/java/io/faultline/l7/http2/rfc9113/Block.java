package io.faultline.l7.http2.rfc9113;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;

/** A header block of literals that go into no table: what is written here is what the peer reads. */
public final class Block {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    /** What every plain request has. */
    public static Block get(String path) {
        return request("GET", path);
    }

    public static Block request(String method, String path) {
        return new Block()
                .with(":method", method)
                .with(":scheme", "http")
                .with(":authority", "shop.example")
                .with(":path", path);
    }

    public Block with(String name, String value) {
        bytes.write(0);
        string(name);
        string(value);
        return this;
    }

    /** Any other representation, byte for byte. */
    public Block raw(int... more) {
        for (int b : more) {
            bytes.write(b);
        }
        return this;
    }

    private void string(String text) {
        byte[] octets = text.getBytes(ISO_8859_1);
        if (octets.length < 0x7f) {
            bytes.write(octets.length);
        } else {
            bytes.write(0x7f);
            int rest = octets.length - 0x7f;
            for (; rest > 0x7f; rest >>>= 7) {
                bytes.write(rest & 0x7f | 0x80);
            }
            bytes.write(rest);
        }
        bytes.writeBytes(octets);
    }

    public byte[] bytes() {
        return bytes.toByteArray();
    }
}
