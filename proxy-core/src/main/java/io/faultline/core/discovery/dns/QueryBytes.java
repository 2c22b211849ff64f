package io.faultline.core.discovery.dns;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.dns.DnsQuestion;
import java.nio.charset.StandardCharsets;

/** A question as it goes over the wire: RFC 1035 4.1, and RFC 6891 to allow more than 512 bytes. */
final class QueryBytes {

    /** Fits one packet on any path that carries IPv6: an answer in fragments is easily lost or forged. */
    static final int MAX_UDP_BYTES = 1232;

    private static final int RECURSION_DESIRED = 0x0100;
    private static final int TYPE_OPT = 41;

    private QueryBytes() {}

    static void write(ByteBuf out, int id, DnsQuestion question) {
        out.writeShort(id).writeShort(RECURSION_DESIRED);
        out.writeShort(1).writeInt(0).writeShort(1); // one question, and OPT as additional record
        for (String label : question.name().split("\\.")) {
            out.writeByte(label.length());
            out.writeCharSequence(label, StandardCharsets.US_ASCII);
        }
        out.writeByte(0);
        out.writeShort(question.type().intValue()).writeShort(question.dnsClass());
        // RFC 6891 6.1.2: the root, OPT, our datagram size, no flags, no options.
        out.writeByte(0).writeShort(TYPE_OPT).writeShort(MAX_UDP_BYTES).writeInt(0).writeShort(0);
    }
}
