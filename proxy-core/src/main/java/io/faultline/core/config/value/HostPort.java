package io.faultline.core.config.value;

import io.faultline.core.config.describe.Address.Use;
import io.faultline.core.config.text.IpLiteral;

/**
 * A host and a port as written: an IPv4 or IPv6 address or a DNS name, without brackets. Whether the
 * host is a name decides if DNS is asked at all, so a text that only looks like an address is refused.
 */
public record HostPort(String host, int port) {

    /** Every address of this machine, IPv4 and IPv6: what {@code :80} means. */
    public static final String ANY = "::";

    /** An address to connect to. */
    public static HostPort parse(String text) {
        return parse(text, Use.CONNECT);
    }

    public static HostPort parse(String text, Use use) {
        return new HostPortParser(text, use).parse();
    }

    /** False for a DNS name. */
    public boolean isAddress() {
        return IpLiteral.isAddress(host);
    }

    /** As it stands in a file or a log: IPv6 in brackets. */
    @Override
    public String toString() {
        return host.indexOf(':') >= 0 ? "[" + host + "]:" + port : host + ":" + port;
    }
}
