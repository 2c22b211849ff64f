package io.faultline.app.warmup;

import io.faultline.app.serve.CannotServe;
import io.faultline.app.serve.Protocols;
import io.faultline.app.serve.ServedProxy;
import io.faultline.core.config.load.LoadedConfig;
import io.faultline.core.config.source.ConfigException;
import io.faultline.core.runtime.Surroundings;
import io.faultline.core.runtime.listening.ListenerGroup;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Optional;

/** A whole proxy on ports that nobody is told of. */
final class PrivateProxy implements AutoCloseable {

    private final ServedProxy proxy;

    private PrivateProxy(ServedProxy proxy) {
        this.proxy = proxy;
    }

    static PrivateProxy start(Repertoire repertoire, int origin)
            throws IOException, ConfigException, CannotServe {
        String text = repertoire.configuration(origin, portOfNobody());
        LoadedConfig loaded = Protocols.parse(repertoire.beside(), text);
        ServedProxy proxy = ServedProxy.open(loaded, Surroundings.ofThisMachine(said -> {}));
        proxy.serve().join();
        return new PrivateProxy(proxy);
    }

    ServedProxy proxy() {
        return proxy;
    }

    /** Where a listener of the private configuration waits, if it has it. */
    Optional<InetSocketAddress> listener(String name) {
        return proxy.server().listeners().stream()
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
        proxy.stop().join();
    }
}
