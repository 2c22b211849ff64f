package io.faultline.testkit.net;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/**
 * How a {@link ScriptedOrigin} listens. A small receive buffer makes back-pressure reach the proxy
 * after kilobytes instead of megabytes.
 *
 * @param host literal address to bind
 * @param receiveBufferBytes SO_RCVBUF of accepted sockets, 0 for the system's own
 * @param proxyHeader whether each connection starts with a PROXY protocol header
 */
public record OriginSettings(String host, int receiveBufferBytes, boolean proxyHeader) {

    private static final int BACKLOG = 1024;

    public static OriginSettings defaults() {
        return new OriginSettings("127.0.0.1", 0, false);
    }

    public OriginSettings on(String literalAddress) {
        return new OriginSettings(literalAddress, receiveBufferBytes, proxyHeader);
    }

    public OriginSettings withReceiveBuffer(int bytes) {
        return new OriginSettings(host, bytes, proxyHeader);
    }

    public OriginSettings expectingProxyHeader() {
        return new OriginSettings(host, receiveBufferBytes, true);
    }

    ServerSocket listen(InetSocketAddress at) throws IOException {
        var listener = new ServerSocket();
        listener.setReuseAddress(true);
        if (receiveBufferBytes > 0) {
            listener.setReceiveBufferSize(receiveBufferBytes);
        }
        var literal = InetAddress.ofLiteral(host);
        listener.bind(new InetSocketAddress(literal, at.getPort()), BACKLOG);
        return listener;
    }
}
