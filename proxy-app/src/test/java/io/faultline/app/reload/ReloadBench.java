package io.faultline.app.reload;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.app.serve.Protocols;
import io.faultline.app.serve.ServedProxy;
import io.faultline.testkit.Eventually;
import io.faultline.testkit.net.RawClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A proxy that serves a file, and the file. */
final class ReloadBench implements AutoCloseable {

    private final Path file;
    private final List<String> said = new CopyOnWriteArrayList<>();
    private final ServedProxy proxy;

    ReloadBench(Path folder, String config) throws Exception {
        this.file = folder.resolve("edge.yaml");
        Files.writeString(file, config);
        this.proxy = ServedProxy.start(Protocols.load(file), said::add);
    }

    Path file() {
        return file;
    }

    /** What the operator was told. */
    List<String> said() {
        return said;
    }

    ServedProxy proxy() {
        return proxy;
    }

    int port(String listener) {
        return proxy.server().listeners().stream()
                .filter(each -> each.name().equals(listener))
                .findFirst()
                .orElseThrow()
                .boundAddress()
                .port();
    }

    RawClient connect(String listener) {
        return RawClient.connect(port(listener));
    }

    ReloadOutcome reload(String config) throws Exception {
        Files.writeString(file, config);
        return reload();
    }

    ReloadOutcome reload() {
        return proxy.reloader().reload("a test").join();
    }

    void reloads(String config) throws Exception {
        ReloadOutcome outcome = reload(config);
        assertThat(outcome.refusal()).isNull();
    }

    /**
     * Until the watch has put this generation in force. The server counts it when it begins to; every
     * worker follows it when the reload is over.
     */
    void awaitReload(long generation) {
        Eventually.until(
                "a reload to generation " + generation,
                () -> {
                    ReloadOutcome last = proxy.reloader().last();
                    return last != null && last.applied() && last.generation() == generation;
                });
    }

    String postReload(String token) {
        try (RawClient client = RawClient.connect(proxy.adminAddress().orElseThrow().getPort())) {
            return client.send(
                            "POST /reload HTTP/1.1\r\nHost: 127.0.0.1\r\n"
                                    + "Content-Type: application/json\r\nContent-Length: 2\r\n"
                                    + "Authorization: Bearer "
                                    + token
                                    + "\r\n\r\n{}")
                    .readToEnd()
                    .text();
        }
    }

    /** The first line of the answer's body: who served it. The connection stays open. */
    static String get(RawClient client, String path) {
        client.send("GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n");
        return answer(client);
    }

    static String answer(RawClient client) {
        int length = 0;
        for (String line = client.readLine(); !line.isBlank(); line = client.readLine()) {
            if (line.regionMatches(true, 0, "Content-Length:", 0, 15)) {
                length = Integer.parseInt(line.substring(15).trim());
            }
        }
        return client.readText(length).lines().findFirst().orElse("");
    }

    @Override
    public void close() {
        proxy.stop().join();
    }
}
