package io.faultline.testkit.tls;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/** What the JDK's own TLS client says first: hellos nobody built for a test. */
public final class JdkHello {

    private JdkHello() {}

    public static byte[] of(@Nullable String serverName, List<String> alpn, String... protocols) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, null, null);
            SSLEngine engine = context.createSSLEngine();
            engine.setUseClientMode(true);
            SSLParameters parameters = engine.getSSLParameters();
            parameters.setProtocols(protocols);
            parameters.setApplicationProtocols(alpn.toArray(String[]::new));
            if (serverName != null) {
                parameters.setServerNames(List.of(new SNIHostName(serverName)));
            }
            engine.setSSLParameters(parameters);
            ByteBuffer out = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
            engine.wrap(ByteBuffer.allocate(0), out);
            byte[] hello = new byte[out.position()];
            out.flip().get(hello);
            return hello;
        } catch (GeneralSecurityException | SSLException noTls) {
            throw new AssertionError(noTls);
        }
    }
}
