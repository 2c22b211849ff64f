package io.faultline.app.warmup;

import io.faultline.app.serve.Protocols;
import io.faultline.core.config.load.LoadedConfig;
import io.faultline.core.config.source.ConfigException;
import io.faultline.core.runtime.ProxyServer;
import io.faultline.core.runtime.StartFailure;
import io.faultline.core.runtime.Surroundings;
import io.faultline.core.runtime.listening.ListenerGroup;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Optional;

/** A whole proxy on ports that nobody is told of. */
final class PrivateProxy implements AutoCloseable {

    private final ProxyServer server;

    private PrivateProxy(ProxyServer server) {
        this.server = server;
    }

    static PrivateProxy start(Repertoire repertoire, int origin)
            throws IOException, ConfigException, StartFailure {
        String text = repertoire.configuration(origin, portOfNobody());
        LoadedConfig loaded = Protocols.parse(repertoire.beside(), text);
        return new PrivateProxy(Protocols.serve(loaded, Surroundings.ofThisMachine(said -> {})));
    }

    /** Where a listener of the private configuration waits, if it has it. */
    Optional<InetSocketAddress> listener(String name) {
        return server.listeners().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .map(ListenerGroup::boundAddress)
                .map(address -> address.toInetSocketAddress());
    }

    /** One that was free a moment ago. */
    private static int portOfNobody() throws IOException {
        try (var probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        }
    }

    @Override
    public void close() {
        server.stop().join();
    }
}
