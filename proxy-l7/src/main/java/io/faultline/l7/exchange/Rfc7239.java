package io.faultline.l7.exchange;

import io.faultline.core.address.PeerAddress;
import io.faultline.l7.message.Ascii;
import io.faultline.l7.message.RequestHead;

/** Our element of a Forwarded field: {@code for=192.0.2.7;proto=https;host=shop.example}. */
final class Rfc7239 {

    private Rfc7239() {}

    static byte[] element(ClientStream client, RequestHead request) {
        PeerAddress address = client.connection().client();
        String node = address.isV4() ? address.unscopedText() : quoted(address.unscopedText());
        String proto = request.isSecure() ? "https" : "http";
        String host = request.hasAuthority() ? ";host=\"" + request.authorityText() + '"' : "";
        return Ascii.bytes("for=" + node + ";proto=" + proto + host);
    }

    /** RFC 7239 6: an IPv6 address stands in brackets, and therefore in quotes. */
    private static String quoted(String v6) {
        return "\"[" + v6 + "]\"";
    }
}
