package io.faultline.testkit;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** The few parts of RFC 1035 that a scripted server needs: one question in, a few records out. */
final class DnsWire {

    static final int TYPE_A = 1;
    static final int TYPE_CNAME = 5;
    static final int TYPE_AAAA = 28;

    static final int NOERROR = 0;
    static final int SERVFAIL = 2;
    static final int NXDOMAIN = 3;
    static final int REFUSED = 5;

    private static final int HEADER_BYTES = 12;
    private static final int POINTER_TO_QUESTION = 0xC000 | HEADER_BYTES;
    private static final int CLASS_IN = 1;
    private static final int RESPONSE = 0x8000;
    private static final int TRUNCATED = 0x0200;
    private static final int RECURSION = 0x0180; // desired and available

    private DnsWire() {}

    /** A question as it came: {@code name} in lower case, without the last dot. */
    record Question(int id, String name, int type, byte[] raw) {}

    /** RFC 1035 4.1: header, then exactly one question. Whatever follows (EDNS) is ignored. */
    static Question question(byte[] message, int length) {
        int id = (message[0] & 0xFF) << 8 | message[1] & 0xFF;
        var name = new StringBuilder();
        int at = HEADER_BYTES;
        while (message[at] != 0) {
            int labelBytes = message[at];
            name.append(name.isEmpty() ? "" : ".");
            name.append(new String(message, at + 1, labelBytes, StandardCharsets.US_ASCII));
            at += labelBytes + 1;
        }
        int type = (message[at + 1] & 0xFF) << 8 | message[at + 2] & 0xFF;
        int end = at + 5;
        if (end > length) {
            throw new IllegalArgumentException("a question that ends too early");
        }
        byte[] raw = new byte[end - HEADER_BYTES];
        System.arraycopy(message, HEADER_BYTES, raw, 0, raw.length);
        return new Question(id, name.toString().toLowerCase(Locale.ROOT), type, raw);
    }

    static byte[] code(Question question, int rcode) {
        return message(question, rcode, 0, out -> {});
    }

    static byte[] truncated(Question question) {
        return message(question, TRUNCATED | NOERROR, 0, out -> {});
    }

    static byte[] addresses(Question question, int ttlSeconds, List<InetAddress> addresses) {
        return message(
                question,
                NOERROR,
                addresses.size(),
                out -> {
                    for (InetAddress address : addresses) {
                        out.writeShort(POINTER_TO_QUESTION);
                        address(out, ttlSeconds, address);
                    }
                });
    }

    static byte[] alias(
            Question question,
            String target,
            int aliasTtlSeconds,
            int ttlSeconds,
            List<InetAddress> addresses) {
        byte[] targetName = name(target);
        return message(
                question,
                NOERROR,
                1 + addresses.size(),
                out -> {
                    out.writeShort(POINTER_TO_QUESTION);
                    out.writeShort(TYPE_CNAME);
                    out.writeShort(CLASS_IN);
                    out.writeInt(aliasTtlSeconds);
                    out.writeShort(targetName.length);
                    out.write(targetName);
                    for (InetAddress address : addresses) {
                        out.write(targetName);
                        address(out, ttlSeconds, address);
                    }
                });
    }

    /** Claims one answer and then breaks off in the middle of it. */
    static byte[] garbage(Question question) {
        return message(
                question, NOERROR, 1, out -> out.write(new byte[] {(byte) 0xC0, 0x0C, 0x7F}));
    }

    /** The same message under another id. */
    static byte[] underWrongId(byte[] message) {
        byte[] forged = message.clone();
        forged[0] ^= 0x55;
        return forged;
    }

    private static void address(DataOutputStream out, int ttlSeconds, InetAddress address)
            throws IOException {
        byte[] bytes = address.getAddress();
        out.writeShort(address instanceof Inet4Address ? TYPE_A : TYPE_AAAA);
        out.writeShort(CLASS_IN);
        out.writeInt(ttlSeconds);
        out.writeShort(bytes.length);
        out.write(bytes);
    }

    private static byte[] name(String dotted) {
        var out = new ByteArrayOutputStream();
        for (String label : dotted.split("\\.")) {
            out.write(label.length());
            out.writeBytes(label.getBytes(StandardCharsets.US_ASCII));
        }
        out.write(0);
        return out.toByteArray();
    }

    private static byte[] message(Question question, int flags, int answers, Body body) {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(bytes)) {
            out.writeShort(question.id());
            out.writeShort(RESPONSE | RECURSION | flags);
            out.writeShort(1);
            out.writeShort(answers);
            out.writeInt(0); // no authority, nothing additional
            out.write(question.raw());
            body.write(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private interface Body {
        void write(DataOutputStream out) throws IOException;
    }
}
