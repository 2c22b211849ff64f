package io.faultline.core.config;

/** A host and a port as written: an IPv4 or IPv6 address or a DNS name, without brackets. */
public record HostPort(String host, int port) {

    /** As it stands in a file or a log: IPv6 in brackets. */
    @Override
    public String toString() {
        return host.indexOf(':') >= 0 ? "[" + host + "]:" + port : host + ":" + port;
    }
}
