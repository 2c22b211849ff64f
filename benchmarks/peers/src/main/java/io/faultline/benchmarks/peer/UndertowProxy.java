package io.faultline.benchmarks.peer;

import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.server.handlers.ResponseCodeHandler;
import io.undertow.server.handlers.proxy.LoadBalancingProxyClient;
import io.undertow.server.handlers.proxy.ProxyHandler;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** Undertow's proxy handler: the one inside WildFly. */
public final class UndertowProxy {

    private static final int CONNECTIONS_PER_THREAD = 1024;

    private UndertowProxy() {}

    public static void main(String[] args) throws IOException, GeneralSecurityException {
        var asked = Asked.of(args);
        var balancer =
                new LoadBalancingProxyClient()
                        .addHost(URI.create("http://127.0.0.1:" + asked.backend()))
                        .setConnectionsPerThread(CONNECTIONS_PER_THREAD)
                        .setMaxQueueSize(CONNECTIONS_PER_THREAD);
        var handler =
                ProxyHandler.builder()
                        .setProxyClient(balancer)
                        .setMaxRequestTime(30_000)
                        .setNext(ResponseCodeHandler.HANDLE_404)
                        .build();
        var server =
                Undertow.builder()
                        .setIoThreads(asked.threads())
                        .setServerOption(UndertowOptions.ENABLE_HTTP2, true)
                        .setHandler(handler);
        var store = asked.store();
        if (store == null) {
            server.addHttpListener(asked.port(), "127.0.0.1");
        } else {
            server.addHttpsListener(asked.port(), "127.0.0.1", tls(store, asked.password()));
        }
        server.build().start();
    }

    private static SSLContext tls(Path store, String password)
            throws IOException, GeneralSecurityException {
        var keys = KeyStore.getInstance("PKCS12");
        try (var in = Files.newInputStream(store)) {
            keys.load(in, password.toCharArray());
        }
        var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, password.toCharArray());
        var context = SSLContext.getInstance("TLSv1.3");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }
}
