package io.faultline.core.tls.cert;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;

/** The parts of DER (ITU-T X.690) that a certificate is made of. */
public final class Der {

    private static final int INTEGER = 0x02;
    private static final int BIT_STRING = 0x03;
    private static final int OCTET_STRING = 0x04;
    private static final int OBJECT_ID = 0x06;
    private static final int UTF8 = 0x0c;
    private static final int UTC_TIME = 0x17;
    private static final int GENERALIZED_TIME = 0x18;
    private static final int SEQUENCE = 0x30;
    private static final int SET = 0x31;
    private static final int CONTEXT = 0x80;
    private static final int CONSTRUCTED = 0x20;

    /** RFC 5280 4.1.2.5: two digits for the year up to 2049, four from then on. */
    private static final int FIRST_LONG_YEAR = 2050;

    private Der() {}

    public static byte[] sequence(byte[]... parts) {
        return tagged(SEQUENCE, join(parts));
    }

    public static byte[] set(byte[]... parts) {
        return tagged(SET, join(parts));
    }

    public static byte[] integer(BigInteger value) {
        return tagged(INTEGER, value.toByteArray());
    }

    public static byte[] yes() {
        return new byte[] {0x01, 0x01, (byte) 0xff};
    }

    public static byte[] utf8(String text) {
        return tagged(UTF8, text.getBytes(StandardCharsets.UTF_8));
    }

    public static byte[] octets(byte[] content) {
        return tagged(OCTET_STRING, content);
    }

    public static byte[] bits(byte[] content) {
        return tagged(BIT_STRING, join(new byte[] {0}, content));
    }

    /** Named bits, most significant first, as in a key usage. */
    public static byte[] flags(int bits, int unused) {
        return tagged(BIT_STRING, new byte[] {(byte) unused, (byte) bits});
    }

    public static byte[] explicit(int number, byte[] content) {
        return tagged(CONTEXT | CONSTRUCTED | number, content);
    }

    public static byte[] implicit(int number, byte[] content) {
        return tagged(CONTEXT | number, content);
    }

    public static byte[] time(Instant instant) {
        ZonedDateTime utc = instant.atZone(ZoneOffset.UTC);
        boolean isLong = utc.getYear() >= FIRST_LONG_YEAR;
        String text =
                DateTimeFormatter.ofPattern(isLong ? "yyyyMMddHHmmss'Z'" : "yyMMddHHmmss'Z'")
                        .format(utc);
        return tagged(
                isLong ? GENERALIZED_TIME : UTC_TIME, text.getBytes(StandardCharsets.US_ASCII));
    }

    /** {@code 2.5.29.17}. */
    public static byte[] objectId(String dotted) {
        String[] parts = dotted.split("\\.", -1);
        var out = new ByteArrayOutputStream();
        out.write(Integer.parseInt(parts[0]) * 40 + Integer.parseInt(parts[1]));
        for (int i = 2; i < parts.length; i++) {
            writeBase128(out, Long.parseLong(parts[i]));
        }
        return tagged(OBJECT_ID, out.toByteArray());
    }

    private static void writeBase128(ByteArrayOutputStream out, long value) {
        int shift = 0;
        while (value >> (shift + 7) != 0) {
            shift += 7;
        }
        for (; shift >= 0; shift -= 7) {
            out.write((int) (value >> shift & 0x7f) | (shift == 0 ? 0 : 0x80));
        }
    }

    private static byte[] tagged(int tag, byte[] content) {
        var out = new ByteArrayOutputStream();
        out.write(tag);
        int length = content.length;
        if (length < 0x80) {
            out.write(length);
        } else {
            int bytes = length < 0x100 ? 1 : length < 0x10000 ? 2 : 3;
            out.write(0x80 | bytes);
            for (int i = bytes - 1; i >= 0; i--) {
                out.write(length >> (8 * i));
            }
        }
        out.writeBytes(content);
        return out.toByteArray();
    }

    /** The first element of a sequence, whole: the algorithm of an encoded public key. */
    static byte[] firstOf(byte[] sequence) {
        int at = 1 + lengthBytes(sequence, 1);
        int end = at + 1 + lengthBytes(sequence, at + 1) + contentLength(sequence, at + 1);
        return Arrays.copyOfRange(sequence, at, end);
    }

    private static int lengthBytes(byte[] der, int at) {
        int first = der[at] & 0xff;
        return first < 0x80 ? 1 : 1 + (first & 0x7f);
    }

    private static int contentLength(byte[] der, int at) {
        int first = der[at] & 0xff;
        if (first < 0x80) {
            return first;
        }
        int length = 0;
        for (int i = 1; i <= (first & 0x7f); i++) {
            length = length << 8 | der[at + i] & 0xff;
        }
        return length;
    }

    private static byte[] join(byte[]... parts) {
        var out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}
