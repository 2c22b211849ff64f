package io.faultline.app.cli.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.app.cli.FaultlineCommand;
import io.faultline.app.cli.exit.ExitCode;
import io.faultline.app.process.Terminal;
import io.faultline.testkit.net.Behaviour;
import io.faultline.testkit.net.ReservedPort;
import io.faultline.testkit.net.ScriptedOrigin;
import io.faultline.testkit.text.StrictJson;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiagnoseCommandIT {

    private static final String HELLO = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";

    @TempDir Path folder;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int diagnose(String... arguments) {
        List<String> args = new ArrayList<>(List.of("diagnose"));
        args.addAll(List.of(arguments));
        var terminal = new Terminal(new PrintWriter(out, true), new PrintWriter(err, true), false);
        return FaultlineCommand.commandLine(terminal).execute(args.toArray(String[]::new));
    }

    private static ScriptedOrigin origin() {
        return ScriptedOrigin.start(
                connection -> {
                    if (connection.read(new byte[4096]) > 0) {
                        connection.write(HELLO);
                        connection.drain();
                    }
                });
    }

    private Path edge(String endpoint) throws IOException {
        return Files.writeString(
                folder.resolve("edge.yaml"),
                """
                listeners:
                  - name: web
                    bind: 127.0.0.1:0
                    http:
                      routes:
                        - match: { path: /api }
                          to: shop
                          rewrite: { pathPrefix: /v2 }
                          requestHeaders: { set: { X-Api: "2" }, remove: [X-Debug] }
                        - match: { pathExact: /ping }
                          respond: { body: pong }
                  - { name: db, bind: 127.0.0.1:0, tcp: { to: shop } }
                upstreams:
                  shop: { endpoints: ["%s"], sendProxyProtocol: none }
                """
                        .formatted(endpoint));
    }

    @Test
    void aHealthyPlaceEndsWithZero() {
        try (var origin = origin()) {
            assertThat(diagnose("http://" + origin.hostPort() + "/", "--connects", "1")).isZero();
            assertThat(out.toString()).contains("Healthy: every layer", "1 of 1 connects");
            assertThat(origin.accepted()).isEqualTo(2);
        }
    }

    @Test
    void aClosedPortEndsWithItsLayer() {
        try (var port = ReservedPort.any()) {
            assertThat(diagnose("127.0.0.1:" + port.port())).isEqualTo(14);
            assertThat(out.toString())
                    .contains(
                            "Verdict: L4.CONNECT_REFUSED", "Look with", "'sport = :" + port.port());
        }
    }

    @Test
    void programsGetJson() {
        try (var port = ReservedPort.any()) {
            assertThat(diagnose("--json", "127.0.0.1:" + port.port())).isEqualTo(14);
            StrictJson.parse(out.toString());
            assertThat(out.toString()).contains("\"exitCode\":14");
        }
    }

    @Test
    void aListenersPathIsAskedAsTheRouteWouldAskIt() throws IOException {
        try (var origin = origin()) {
            Path file = edge(origin.hostPort());

            assertThat(
                            diagnose(
                                    "-c",
                                    file.toString(),
                                    "listener/web/api/x?q=1",
                                    "-H",
                                    "X-Debug: 1"))
                    .isZero();
            assertThat(out.toString()).contains("GET /v2/x?q=1 -> HTTP/1.1 200", "upstream shop");
            assertThat(origin.connections().getLast().receivedText())
                    .startsWith("GET /v2/x?q=1 HTTP/1.1\r\n")
                    .contains("X-Api: 2\r\n", "X-Forwarded-For: 127.0.0.1\r\n")
                    .contains("User-Agent: faultline-diagnose")
                    .doesNotContain("X-Debug");
        }
    }

    @Test
    void anUpstreamBehindHttpIsAskedAndOneBehindTcpAsFarAsItGoes() throws IOException {
        try (var origin = origin()) {
            Path file = edge(origin.hostPort());

            assertThat(diagnose("-c", file.toString(), "upstream/shop/health")).isZero();
            assertThat(out.toString()).contains("GET /health -> HTTP/1.1 200");

            out.getBuffer().setLength(0);
            assertThat(diagnose("-c", file.toString(), "listener/db")).isZero();
            assertThat(out.toString()).contains("L4 tcp").doesNotContain("L7 http");
        }
    }

    @Test
    void methodPathAndFieldsAreTheAskers() {
        try (var origin = origin()) {
            String place = origin.hostPort();
            assertThat(
                            diagnose(
                                    place,
                                    "--path",
                                    "/x",
                                    "-X",
                                    "HEAD",
                                    "-H",
                                    "Host: shop.example",
                                    "-H",
                                    "user-agent: me"))
                    .isZero();
            assertThat(origin.connections().getLast().receivedText())
                    .startsWith("HEAD /x HTTP/1.1\r\n")
                    .containsIgnoringCase("host: shop.example")
                    .contains("user-agent: me")
                    .doesNotContain("faultline-diagnose");
        }
    }

    @Test
    void whatCannotBeDiagnosedIsSaidInASentence() throws IOException {
        Path file = edge("127.0.0.1:1");
        String config = file.toString();

        assertThat(diagnose("nonsense")).isEqualTo(ExitCode.USAGE);
        assertThat(diagnose("upstream/shop")).isEqualTo(ExitCode.USAGE);
        assertThat(diagnose("-c", config, "upstream/shpo")).isEqualTo(ExitCode.USAGE);
        assertThat(diagnose("-c", config, "listener/web/ping")).isEqualTo(ExitCode.USAGE);
        assertThat(diagnose("-c", config, "listener/web/none")).isEqualTo(ExitCode.USAGE);
        assertThat(diagnose("--connects", "99", "h:1")).isEqualTo(ExitCode.USAGE);
        assertThat(diagnose("--timeout", "0", "h:1")).isEqualTo(ExitCode.USAGE);
        assertThat(diagnose("--source", "here", "h:1")).isEqualTo(ExitCode.USAGE);
        assertThat(diagnose("--resolver", "dns.example:53", "h:1")).isEqualTo(ExitCode.USAGE);
        assertThat(diagnose("--ca", folder.resolve("none.pem").toString(), "tls://127.0.0.1:1"))
                .as("nothing listens there, so nobody has read it")
                .isEqualTo(14);
        assertThat(err.toString())
                .contains("'nonsense' is no target")
                .contains("name it with --config FILE")
                .contains("there is no upstream 'shpo'. There are: shop.")
                .contains("answers by itself")
                .contains("L7.NO_MATCHING_ROUTE")
                .contains("--connects is 1 to 10")
                .contains("--timeout is up to 60 seconds")
                .contains("'here' is not an IP address")
                .contains("'dns.example:53' is not the address of a name server");
    }

    @Test
    void authoritiesThatCannotBeReadAreAMistakeOfTheAsker() {
        try (var origin = ScriptedOrigin.start(Behaviour.sink())) {
            String missing = folder.resolve("none.pem").toString();

            assertThat(diagnose("--ca", missing, "tls://" + origin.hostPort()))
                    .isEqualTo(ExitCode.USAGE);
            assertThat(err.toString()).contains("none.pem");
        }
    }
}
