package io.faultline.app.admin;

import io.faultline.core.config.tls.AdminTlsConfig;
import io.faultline.core.tls.cert.BadFile;
import io.faultline.core.tls.cert.ChainVerifier;
import io.faultline.core.tls.cert.Identity;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/**
 * TLS of the operators' port. By the JDK's engine in Netty's pipeline, not by the data path's: nothing
 * here need be fast, and a fault of the one must not take the other away. A client certificate is asked
 * for and not demanded: who has none may look.
 *
 * <p>Files that have changed are read again when somebody connects; bad ones change nothing. On the
 * admin loop.
 */
final class AdminTls {

    private static final Logger LOG = System.getLogger(AdminTls.class.getName());

    private final Path certificate;
    private final Path key;
    private final @Nullable Path clientCa;
    private String stamp;
    private SslContext context;
    private List<String> names = List.of();

    private AdminTls(AdminTlsConfig config, Path configFile) throws IOException {
        this.certificate = configFile.resolveSibling(config.cert());
        this.key = configFile.resolveSibling(config.key());
        this.clientCa =
                config.clientCa() == null ? null : configFile.resolveSibling(config.clientCa());
        this.stamp = stampNow();
        this.context = read();
    }

    /**
     * Reads the files.
     *
     * @param configFile relative paths start beside it
     * @throws IOException whose message is a sentence
     */
    static AdminTls open(AdminTlsConfig config, Path configFile) throws IOException {
        return new AdminTls(config, configFile);
    }

    private SslContext read() throws IOException {
        try {
            Identity identity = Identity.read(certificate, key);
            SslContextBuilder builder =
                    SslContextBuilder.forServer(identity.key(), identity.chain())
                            .sslProvider(SslProvider.JDK)
                            .protocols("TLSv1.3", "TLSv1.2");
            if (clientCa != null) {
                byte[] authorities = ChainVerifier.ofClients(clientCa).authoritiesPem();
                builder.trustManager(new ByteArrayInputStream(authorities))
                        .clientAuth(ClientAuth.OPTIONAL);
            }
            SslContext made = builder.build();
            names = identity.names();
            return made;
        } catch (BadFile bad) {
            throw new IOException("admin.tls: " + bad.sentence(), bad);
        }
    }

    /** Whether a client can show who it is. */
    boolean asksForCertificates() {
        return clientCa != null;
    }

    /** What the certificate is for: a browser has proven that it meant one of these. */
    List<String> names() {
        return names;
    }

    SslHandler handler(ByteBufAllocator allocator) {
        String now = stampNow();
        if (!now.equals(stamp)) {
            stamp = now;
            try {
                context = read();
                LOG.log(Level.INFO, "admin.tls: certificates read again");
            } catch (IOException bad) {
                LOG.log(
                        Level.WARNING,
                        "new certificate files are not used, the old ones stay: {0}",
                        bad.getMessage());
            }
        }
        return context.newHandler(allocator);
    }

    private String stampNow() {
        List<Path> files = new ArrayList<>(List.of(certificate, key));
        if (clientCa != null) {
            files.add(clientCa);
        }
        StringBuilder stamp = new StringBuilder();
        for (Path file : files) {
            try {
                stamp.append(Files.getLastModifiedTime(file)).append(' ').append(Files.size(file));
            } catch (IOException gone) {
                stamp.append('-');
            }
        }
        return stamp.toString();
    }

    /** Who the client has proven to be, or null. */
    static @Nullable String principal(@Nullable SslHandler handler) {
        if (handler == null) {
            return null;
        }
        try {
            return handler.engine().getSession().getPeerPrincipal().getName();
        } catch (SSLPeerUnverifiedException nobody) {
            return null;
        }
    }
}
