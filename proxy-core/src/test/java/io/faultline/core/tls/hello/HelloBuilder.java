package io.faultline.core.tls.hello;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Builds hellos that no honest client sends. What is not said otherwise is right. */
final class HelloBuilder {

    private int version = 0x0303;
    private byte[] session = {};
    private byte[] suites = hex("1301c02b");
    private byte[] compression = {0};
    private final ByteArrayOutputStream extensions = new ByteArrayOutputStream();
    private boolean withExtensions = true;

    static HelloBuilder hello() {
        return new HelloBuilder();
    }

    HelloBuilder version(int newVersion) {
        version = newVersion;
        return this;
    }

    HelloBuilder session(int bytes) {
        session = new byte[bytes];
        return this;
    }

    HelloBuilder suites(byte[] newSuites) {
        suites = newSuites;
        return this;
    }

    HelloBuilder compression(int... methods) {
        compression = new byte[methods.length];
        for (int i = 0; i < methods.length; i++) {
            compression[i] = (byte) methods[i];
        }
        return this;
    }

    HelloBuilder withoutExtensions() {
        withExtensions = false;
        return this;
    }

    HelloBuilder extension(int type, byte[] data) {
        extensions.writeBytes(join(u16(type), u16(data.length), data));
        return this;
    }

    HelloBuilder name(String name) {
        return extension(0, serverNames(hostName(name)));
    }

    HelloBuilder alpn(String... names) {
        byte[] list = {};
        for (String name : names) {
            list = join(list, u8(name.length()), ascii(name));
        }
        return extension(16, join(u16(list.length), list));
    }

    HelloBuilder padding(int bytes) {
        return extension(21, new byte[bytes]);
    }

    byte[] body() {
        byte[] start =
                join(
                        u16(version),
                        new byte[32],
                        u8(session.length),
                        session,
                        u16(suites.length),
                        suites,
                        u8(compression.length),
                        compression);
        byte[] all = extensions.toByteArray();
        return withExtensions ? join(start, u16(all.length), all) : start;
    }

    /** The handshake message: type, length, body. */
    byte[] message() {
        return message(1, body());
    }

    /** In one record. */
    byte[] bytes() {
        return record(message());
    }

    static byte[] message(int type, byte[] body) {
        return join(u8(type), u8(body.length >> 16), u16(body.length), body);
    }

    static byte[] record(byte[] content) {
        return record(22, 0x0301, content);
    }

    static byte[] record(int type, int version, byte[] content) {
        return join(u8(type), u16(version), u16(content.length), content);
    }

    /** The same message, cut into records of so many bytes. */
    static byte[] records(byte[] message, int bytesEach) {
        byte[] all = {};
        for (int at = 0; at < message.length; at += bytesEach) {
            int end = Math.min(message.length, at + bytesEach);
            all = join(all, record(Arrays.copyOfRange(message, at, end)));
        }
        return all;
    }

    static byte[] hostName(String name) {
        return join(u8(0), u16(name.length()), ascii(name));
    }

    static byte[] serverNames(byte[]... entries) {
        byte[] list = join(entries);
        return join(u16(list.length), list);
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    static byte[] hex(String hex) {
        return java.util.HexFormat.of().parseHex(hex);
    }

    static byte[] u8(int value) {
        return new byte[] {(byte) value};
    }

    static byte[] u16(int value) {
        return new byte[] {(byte) (value >> 8), (byte) value};
    }

    static byte[] join(byte[]... parts) {
        var all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
