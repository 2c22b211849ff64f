package io.faultline.l7.grpc;

import io.grpc.Grpc;
import io.grpc.InsecureServerCredentials;
import io.grpc.Server;
import io.grpc.ServerCredentials;
import io.grpc.ServerInterceptors;
import io.grpc.TlsServerCredentials;
import io.grpc.testing.integration.TestServiceImpl;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/** The server of gRPC's own interoperability suite, in this process. */
final class InteropServer implements AutoCloseable {

    /** What the suite's certificate is for; see the suite's own folder {@code certs}. */
    static final String NAME = "foo.test.google.fr";

    private final ScheduledExecutorService executor = Executors.newScheduledThreadPool(2);
    private final Server server;

    private InteropServer(ServerCredentials credentials) {
        try {
            server =
                    Grpc.newServerBuilderForPort(0, credentials)
                            .maxInboundMessageSize(16 * 1024 * 1024)
                            .addService(
                                    ServerInterceptors.intercept(
                                            new TestServiceImpl(executor),
                                            TestServiceImpl.interceptors()))
                            .build()
                            .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static InteropServer overH2c() {
        return new InteropServer(InsecureServerCredentials.create());
    }

    static InteropServer overTls() throws IOException {
        try (InputStream chain = certificate("server1.pem");
                InputStream key = certificate("server1.key")) {
            return new InteropServer(TlsServerCredentials.create(chain, key));
        }
    }

    /** The files of the suite, for a proxy that shows the same certificate and trusts the same authority. */
    static Path copyCertificates(Path folder) throws IOException {
        for (String name : new String[] {"server1.pem", "server1.key", "ca.pem"}) {
            try (InputStream file = certificate(name)) {
                Files.copy(file, folder.resolve(name));
            }
        }
        return folder;
    }

    private static InputStream certificate(String name) {
        InputStream file = TestServiceImpl.class.getResourceAsStream("/certs/" + name);
        if (file == null) {
            throw new IllegalStateException("the suite has no certs/" + name);
        }
        return file;
    }

    int port() {
        return server.getPort();
    }

    @Override
    public void close() {
        server.shutdownNow();
        executor.shutdownNow();
    }
}
