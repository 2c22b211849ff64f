package io.faultline.app.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.app.cli.FaultlineCommand;
import io.faultline.app.cli.exit.ExitCode;
import io.faultline.app.process.Terminal;
import io.faultline.app.serve.Protocols;
import io.faultline.app.serve.ServedProxy;
import io.faultline.core.runtime.ServerState;
import io.faultline.core.tls.selfsigned.CertificateSpec;
import io.faultline.core.tls.selfsigned.Issued;
import io.faultline.core.tls.selfsigned.SelfMadeAuthority;
import io.faultline.testkit.Eventually;
import io.faultline.testkit.leak.LeakGuard;
import io.faultline.testkit.net.ClientSettings;
import io.faultline.testkit.net.RawClient;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The operators' port over TLS: anybody may look, and who shows a certificate may change. */
@Timeout(60)
@ExtendWith(LeakGuard.class)
class AdminTlsIT {

    private static final Instant NOW = Instant.now();

    @TempDir Path dir;
    private final SelfMadeAuthority servers = SelfMadeAuthority.create("servers", NOW);
    private final SelfMadeAuthority operators = SelfMadeAuthority.create("operators", NOW);
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private ServedProxy proxy;

    @BeforeEach
    void start() throws Exception {
        Files.writeString(dir.resolve("servers.pem"), servers.self().certificatePem());
        Files.writeString(dir.resolve("operators.pem"), operators.self().certificatePem());
        write("admin", servers.issue(CertificateSpec.server(NOW, "127.0.0.1", "edge1.test")));
        write("ann", operators.issue(CertificateSpec.client(NOW, "ann")));
        write(
                "eve",
                SelfMadeAuthority.create("eve", NOW).issue(CertificateSpec.client(NOW, "eve")));
        serve("");
    }

    @AfterEach
    void stop() {
        proxy.stop().join();
    }

    @Test
    void withoutACertificateOneMayLookAndNotChange() {
        assertThat(run("status")).as(err.toString()).isEqualTo(ExitCode.OK);
        assertThat(out.toString()).contains("is ready");
        assertThat(run("health", "--ready")).isEqualTo(ExitCode.OK);

        assertThat(run("drain", "pg")).isEqualTo(ExitCode.FAILED);
        assertThat(err.toString()).contains("Show a client certificate of admin.tls.clientCa");
    }

    @Test
    void whoShowsOneMayChange() {
        assertThat(
                        run(
                                "drain",
                                "pg",
                                "--admin-cert",
                                file("ann.pem"),
                                "--admin-key",
                                file("ann.key")))
                .as(err.toString())
                .isEqualTo(ExitCode.OK);
        assertThat(out.toString()).contains("drain: 127.0.0.1:1 of pg");
    }

    @Test
    void oneOfAnotherAuthorityDoesNotEvenGetToAsk() {
        assertThat(
                        run(
                                "drain",
                                "pg",
                                "--admin-cert",
                                file("eve.pem"),
                                "--admin-key",
                                file("eve.key")))
                .isEqualTo(ExitCode.FAILED);
        assertThat(run("upstreams")).isEqualTo(ExitCode.OK);
        assertThat(out.toString()).doesNotContain("ordered");
    }

    @Test
    void theTokenIsGoodHereToo() throws Exception {
        proxy.stop().join();
        serve(", token: sesame");
        Files.writeString(dir.resolve("token"), "sesame");

        assertThat(run("drain", "pg", "--token-file", file("token"))).isEqualTo(ExitCode.OK);
        assertThat(run("drain", "pg")).isEqualTo(ExitCode.FAILED);
        assertThat(err.toString()).contains("admin.token", "or a client certificate");
    }

    @Test
    void anUnknownServerIsNotBelieved() {
        assertThat(execute("status", "--admin", address())).isEqualTo(ExitCode.FAILED);
        assertThat(err.toString()).contains("no TLS with", "--admin-ca");
    }

    @Test
    void newFilesAreUsedWithoutARestartAndBadOnesAreNot() throws Exception {
        SelfMadeAuthority others = SelfMadeAuthority.create("others", NOW);
        Files.writeString(dir.resolve("admin.pem"), "half a certif");
        assertThat(run("status")).as(err.toString()).isEqualTo(ExitCode.OK);

        write("admin", others.issue(CertificateSpec.server(NOW, "127.0.0.1")));
        Files.writeString(dir.resolve("servers.pem"), others.self().certificatePem());
        assertThat(run("status")).as(err.toString()).isEqualTo(ExitCode.OK);
    }

    @Test
    void whoSpeaksPlainHttpGetsNothing() {
        try (RawClient client = ClientSettings.to(proxy.adminAddress().orElseThrow()).connect()) {
            assertThat(client.send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n").readToEnd().text())
                    .doesNotContain("HTTP/1.1 200");
        }
    }

    @Test
    void filesThatCannotBeUsedAreFoundBeforeTheStart() throws Exception {
        Path file = dir.resolve("edge.yaml");
        Files.writeString(
                file,
                Files.readString(file)
                        .replace("operators.pem", "nowhere.pem")
                        .replace("admin.key", "ann.key"));

        assertThat(execute("check", file.toString())).isEqualTo(ExitCode.CONFIG_INVALID);
        assertThat(out.toString() + err).contains("nowhere.pem", "is not the key of");
    }

    private void serve(String more) throws Exception {
        Path file = dir.resolve("edge.yaml");
        Files.writeString(
                file,
                """
                listeners:
                  - { name: db, bind: 127.0.0.1:0, tcp: { to: pg } }
                upstreams:
                  pg: { endpoints: [127.0.0.1:1] }
                admin: { bind: 127.0.0.1:0, tls: { cert: admin.pem, key: admin.key, clientCa: operators.pem }%s }
                shutdown: { deadline: 0s }
                workers: 1
                """
                        .formatted(more));
        proxy = ServedProxy.start(Protocols.load(file), sentence -> {});
        Eventually.until("ready", () -> proxy.server().state() == ServerState.READY);
    }

    private void write(String name, Issued issued) throws IOException {
        Files.writeString(dir.resolve(name + ".key"), issued.keyPem());
        Files.writeString(dir.resolve(name + ".pem"), issued.certificatePem());
    }

    private String file(String name) {
        return dir.resolve(name).toString();
    }

    private String address() {
        return "https://127.0.0.1:" + proxy.adminAddress().orElseThrow().getPort();
    }

    private int run(String... words) {
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(List.of("--admin", address(), "--admin-ca", file("servers.pem")));
        return execute(all.toArray(String[]::new));
    }

    private int execute(String... words) {
        return FaultlineCommand.commandLine(
                        new Terminal(new PrintWriter(out, true), new PrintWriter(err, true), false))
                .execute(words);
    }
}
