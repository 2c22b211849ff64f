package io.faultline.app.cli.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.app.cli.FaultlineCommand;
import io.faultline.app.cli.exit.ExitCode;
import io.faultline.app.process.Terminal;
import io.faultline.testkit.text.StrictJson;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExplainCommandTest {

    private static final String EDGE =
            """
            listeners:
              - name: web
                bind: 127.0.0.1:8080
                firewall: { otherwise: deny, allow: [192.0.2.0/24], deny: [192.0.2.66] }
                maxConnectionsPerClient: 200
                http:
                  requestId: off
                  traceparent: off
                  forwarded: { via: false }
                  routes:
                    - match: { path: /api, headers: { X-Canary: "1" } }
                      name: canary
                      to: next
                    - match: { path: /api }
                      split: [{ to: shop, weight: 95 }, { to: next, weight: 5 }]
                      rewrite: { pathPrefix: /v2 }
                      requestHeaders: { set: { X-Api: "2" }, remove: [X-Debug] }
                      timeouts: { response: 5s }
                    - match: { host: img.example.com, pathRegex: "/i/[0-9]+" }
                      redirect: { scheme: https, status: 308 }
                    - match: { host: img.example.com }
                      to: shop
              - name: db
                bind: 127.0.0.1:5432
                tcp: { to: shop }
            upstreams:
              shop: { balance: least-connections, endpoints: [10.0.0.1:80, { address: 10.0.0.2:80, backup: true }] }
              next: { endpoints: [10.0.0.3:80] }
            """;

    @TempDir Path folder;
    private Path file;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void write() throws IOException {
        file = Files.writeString(folder.resolve("edge.yaml"), EDGE);
    }

    private int explain(String... options) {
        List<String> args = new ArrayList<>(List.of("explain", file.toString()));
        args.addAll(List.of(options));
        var terminal = new Terminal(new PrintWriter(out, true), new PrintWriter(err, true), false);
        return FaultlineCommand.commandLine(terminal).execute(args.toArray(String[]::new));
    }

    private String printed() {
        return out.toString().replace(folder + "/", "");
    }

    @Test
    void theWholeWayIsToldWithItsLines() {
        int code =
                explain(
                        "GET",
                        "http://shop.example/a/../api/x?q=1",
                        "-H",
                        "X-Debug: 1",
                        "-H",
                        "X-Forwarded-For: 6.6.6.6");

        assertThat(code).isEqualTo(ExitCode.OK);
        assertThat(printed())
                .isEqualTo(
                        """
                        GET http://shop.example/a/../api/x?q=1 from 192.0.2.1

                        listener web (edge.yaml:2)
                          gate      the firewall lets 192.0.2.1 in  edge.yaml:4
                                    maxConnectionsPerClient=200 (edge.yaml:5)
                          route     split shop 95%, next 5%  edge.yaml:14
                                    the path is matched as /api/x
                                    takes * /api/...
                                    not edge.yaml:19 img.example.com ~ /i/[0-9]+: the host is not img.example.com
                                    not edge.yaml:21 img.example.com any: the host is not img.example.com
                                    not edge.yaml:11 (canary) * /api/...: it asks: header x-canary is '1'
                          request   as it is sent: + written by us, - taken away
                                      GET /v2/x?q=1 HTTP/1.1
                                      host: shop.example
                                    - X-Debug: 1
                                    - X-Forwarded-For: 6.6.6.6
                                    + X-Forwarded-For: 192.0.2.1
                                    + X-Forwarded-Proto: http
                                    + X-Forwarded-Port: 8080
                                    + X-Forwarded-Host: shop.example
                                    + X-Api: 2
                          limits    time, size and tries
                                    route.timeouts.response=5000ms (edge.yaml:18)
                                    http.timeouts.responseStall=60000ms (default)
                                    http.limits.maxBodyBytes=unlimited (default)
                                    retries: 2 tries in all, after connect-failure, reset (default)
                          upstream  shop, 95% of such requests: least-connections, speaks h1  edge.yaml:27
                                    10.0.0.1:80 (edge.yaml:27)
                                    10.0.0.2:80, backup (edge.yaml:27)
                                    no health checks: endpoints are taken as healthy until traffic says more
                          upstream  next, 5% of such requests: round-robin, speaks h1  edge.yaml:28
                                    10.0.0.3:80 (edge.yaml:28)
                                    no health checks: endpoints are taken as healthy until traffic says more

                        listener db (edge.yaml:23): not asked, it speaks tcp, and the URL names no port
                        """);
    }

    @Test
    void whoIsTurnedAwayIsTurnedAwayByALine() {
        assertThat(explain("GET", "http://h/api", "--from", "192.0.2.66"))
                .isEqualTo(ExitCode.FAILED);
        assertThat(printed())
                .contains(
                        "192.0.2.66 is turned away: L3.ADDRESS_DENIED, deny 192.0.2.66/32  edge.yaml:4")
                .contains("ends with L3.ADDRESS_DENIED")
                .doesNotContain("route  ");
    }

    @Test
    void whatNoRouteTakesSaysWhyEachDoesNot() {
        assertThat(explain("GET", "http://h/other")).isEqualTo(ExitCode.FAILED);
        assertThat(printed())
                .contains("none takes it: 404, L7.NO_MATCHING_ROUTE")
                .contains("not edge.yaml:14 * /api/...: the path does not begin with /api");
    }

    @Test
    void aMoreExactHostIsTriedFirst() {
        assertThat(explain("GET", "http://img.example.com/api")).isEqualTo(ExitCode.OK);
        assertThat(printed())
                .contains("to shop  edge.yaml:21")
                .contains("not edge.yaml:14 * /api/...: it fits too, and is tried later")
                .contains("the path does not match /i/[0-9]+");
    }

    @Test
    void whatARouteAnswersByItselfGoesNowhere() {
        assertThat(explain("GET", "http://img.example.com/i/7")).isEqualTo(ExitCode.OK);
        assertThat(printed()).contains("redirect 308").doesNotContain("  upstream  ");
    }

    @Test
    void aPathThatIsNoneIsRefusedBeforeAnyRoute() {
        assertThat(explain("GET", "http://h/%2e%2e/x")).isEqualTo(ExitCode.FAILED);
        assertThat(printed())
                .contains("refused with 400, L7.BAD_REQUEST: '..' in the path leads above");
    }

    @Test
    void aPortOrASchemeThatIsNotOursIsNotHeard() {
        assertThat(explain("GET", "https://h/api")).isEqualTo(ExitCode.FAILED);
        assertThat(explain("GET", "http://h:9/api")).isEqualTo(ExitCode.FAILED);
        assertThat(explain("GET", "http://h:5432/")).isEqualTo(ExitCode.OK);
        assertThat(printed())
                .contains("it speaks without TLS, the URL is https")
                .contains("it listens on port 8080, the URL says 9")
                .contains("forwards bytes");
    }

    @Test
    void programsGetJson() {
        assertThat(explain("--json", "GET", "http://h/api", "--listener", "web"))
                .isEqualTo(ExitCode.OK);
        StrictJson.parse(out.toString());
        assertThat(printed())
                .startsWith(
                        "{\"version\":1,\"request\":\"GET http://h/api\",\"from\":\"192.0.2.1\",\"served\":true,"
                                + "\"listeners\":[{\"listener\":\"web (edge.yaml:2)\",\"notAsked\":null,"
                                + "\"fault\":null,\"steps\":[{\"step\":\"gate\",\"verdict\":\"the firewall lets"
                                + " 192.0.2.1 in\",\"where\":\"edge.yaml:4\",\"details\":[");
    }

    @Test
    void whatCannotBeAskedIsSaidInASentence() {
        assertThat(explain("GET", "/api")).isEqualTo(ExitCode.USAGE);
        assertThat(explain("GET", "http://h/", "--from", "h")).isEqualTo(ExitCode.USAGE);
        assertThat(explain("G T", "http://h/")).isEqualTo(ExitCode.USAGE);
        assertThat(explain("GET", "http://h/", "-H", "nonsense")).isEqualTo(ExitCode.USAGE);
        assertThat(explain("GET", "http://h/", "--listener", "wbe")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString())
                .contains("'/api' is not a URL", "'h' is not an IP address")
                .contains("is not a request that can be made", "there is no listener 'wbe'");
    }
}
