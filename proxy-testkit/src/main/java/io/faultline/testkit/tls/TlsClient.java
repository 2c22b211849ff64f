package io.faultline.testkit.tls;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** Asks a {@link TlsOrigin}, through whatever stands between, who it is. */
public final class TlsClient {

    private static final int PATIENCE_MILLIS = 10_000;

    private TlsClient() {}

    /**
     * @param serverName what it asks for, and what the certificate must be for; null to send no name
     * @param trusted the only certificate it believes
     * @return the body of the answer: the origin's name
     */
    public static String ask(
            int port, @Nullable String serverName, SelfSigned trusted, String... alpn)
            throws IOException {
        try (var socket =
                (SSLSocket)
                        trusted.client()
                                .getSocketFactory()
                                .createSocket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setApplicationProtocols(alpn);
            parameters.setServerNames(
                    serverName == null ? List.of() : List.of(new SNIHostName(serverName)));
            socket.setSSLParameters(parameters);
            socket.startHandshake();
            socket.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes(ISO_8859_1));
            String answer = new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
            return answer.substring(answer.indexOf("\r\n\r\n") + 4);
        }
    }
}
