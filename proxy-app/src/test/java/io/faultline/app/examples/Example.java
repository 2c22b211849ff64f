package io.faultline.app.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.app.serve.CannotServe;
import io.faultline.app.serve.Protocols;
import io.faultline.app.serve.ServedProxy;
import io.faultline.core.config.source.ConfigException;
import io.faultline.core.runtime.listening.ListenerGroup;
import io.faultline.core.upstream.Cluster;
import io.faultline.testkit.net.ClientSettings;
import io.faultline.testkit.net.RawClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file of {@code config-examples}, served on this machine: what it says is kept, only the addresses
 * are other ones. An address that is to be replaced must stand in the file, so that a test cannot go on
 * driving what the file no longer says.
 */
final class Example implements AutoCloseable {

    static final Path FOLDER = Path.of("..", "config-examples");

    private final Path file;
    private String text;
    private ServedProxy proxy;

    private Example(Path file, String text) {
        this.file = file;
        this.text = text;
    }

    static Example of(String name) throws IOException {
        Path file = FOLDER.resolve(name);
        return new Example(file, Files.readString(file));
    }

    /** Puts something of this test in the place of what stands in the file. */
    Example with(String written, String here) {
        assertThat(text).as(file + " says").contains(written);
        text = text.replace(written, here);
        return this;
    }

    /** Serves it, every listener and the admin port on a port the system chooses. */
    Example serve() throws ConfigException, CannotServe {
        text = text.replaceAll("bind: [^ ,}\\n]+", "bind: 127.0.0.1:0");
        proxy = ServedProxy.start(Protocols.parse(file.toString(), text), sentence -> {});
        return this;
    }

    RawClient connect() {
        return RawClient.connect(ClientSettings.to(port()));
    }

    /** From another loopback address: another client. */
    RawClient connectFrom(String address) {
        return RawClient.connect(ClientSettings.to(port()).from(address));
    }

    /** Each origin says its name and ends: who answers a new connection? */
    String whoServes() {
        try (RawClient client = connect()) {
            return new String(client.readToFin(), StandardCharsets.UTF_8);
        }
    }

    String whoServes(String clientAddress) {
        try (RawClient client = connectFrom(clientAddress)) {
            return new String(client.readToFin(), StandardCharsets.UTF_8);
        }
    }

    Cluster cluster() {
        return proxy.server().upstreams().getFirst().cluster();
    }

    ServedProxy proxy() {
        return proxy;
    }

    int port() {
        ListenerGroup only = proxy.server().listeners().getFirst();
        return only.boundAddress().port();
    }

    @Override
    public void close() {
        if (proxy != null) {
            proxy.stop().join();
        }
    }
}
