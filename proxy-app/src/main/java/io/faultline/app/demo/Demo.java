package io.faultline.app.demo;

import io.faultline.app.serve.CannotServe;
import io.faultline.app.serve.Protocols;
import io.faultline.app.serve.ServedProxy;
import io.faultline.core.config.source.ConfigException;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Consumer;

/** The origins and the proxy before them, started and stopped together. */
public final class Demo implements AutoCloseable {

    private final DemoPorts ports;
    private final DemoCertificate certificate;
    private final DemoFleet fleet;
    private final ServedProxy proxy;

    private Demo(DemoPorts ports, DemoCertificate certificate, DemoFleet fleet, ServedProxy proxy) {
        this.ports = ports;
        this.certificate = certificate;
        this.fleet = fleet;
        this.proxy = proxy;
    }

    static Demo start(DemoPorts ports, boolean showSessions, Consumer<String> say)
            throws IOException, CannotServe {
        DemoCertificate certificate = DemoCertificate.create();
        DemoFleet fleet = DemoFleet.start(ports);
        try {
            // As if the text were a file beside the certificate: it names that without a folder.
            String name = certificate.beside(DemoConfig.NAME).toString();
            var loaded = Protocols.parse(name, DemoConfig.text(ports, showSessions));
            return new Demo(ports, certificate, fleet, ServedProxy.start(loaded, say));
        } catch (ConfigException bug) {
            fleet.close();
            certificate.close();
            throw new IllegalStateException("the demo's own configuration is wrong", bug);
        } catch (CannotServe | RuntimeException e) {
            fleet.close();
            certificate.close();
            throw e;
        }
    }

    /** A client that trusts the demo's certificate. */
    DemoBrowser browser() {
        return new DemoBrowser(certificate.trusting(), ports.web());
    }

    DemoPorts ports() {
        return ports;
    }

    DemoFleet fleet() {
        return fleet;
    }

    ServedProxy proxy() {
        return proxy;
    }

    /** Kills the origin of that name, or starts it again; says what it did. */
    Optional<String> toggle(String name) throws IOException {
        Optional<DemoOrigin> found = fleet.find(name);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        DemoOrigin origin = found.get();
        if (origin.isUp()) {
            origin.kill();
            return Optional.of(name + " is dead. Type " + name + " again to bring it back.");
        }
        origin.start();
        return Optional.of(
                name + " is back; two good health checks and it gets connections again.");
    }

    @Override
    public void close() {
        proxy.stop().join();
        fleet.close();
        certificate.close();
    }
}
