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

class RoutesCommandTest {

    private static final String EDGE =
            """
            listeners:
              - name: web
                bind: 127.0.0.1:0
                http:
                  routes:
                    - to: shop
                    - match: { path: /api, headers: { X-Canary: "1" } }
                      name: canary
                      to: next
                    - match: { path: /api }
                      split: [{ to: shop, weight: 95 }, { to: next, weight: 5 }]
                    - match: { host: img.example.com, pathRegex: "/i/[0-9]+" }
                      redirect: { scheme: https, status: 308 }
                    - match: { path: /api, method: GET }
                      to: shop
            upstreams:
              shop: { endpoints: [127.0.0.1:1] }
              next: { endpoints: [127.0.0.1:2] }
            """;

    @TempDir Path folder;
    private Path file;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void write() throws IOException {
        file = Files.writeString(folder.resolve("edge.yaml"), EDGE);
    }

    @Test
    void theOrderIsPrintedWithPlacesAndShadows() {
        assertThat(routes()).isEqualTo(ExitCode.OK);
        assertThat(out.toString().replace(folder + "/", "").replaceAll(" +", " "))
                .isEqualTo(
                        """
                        listener web
                        # host path and then where
                        1 img.example.com ~ /i/[0-9]+ redirect 308 https://... edge.yaml:12
                        2 * /api/... header x-canary is '1' to next edge.yaml:7 (canary)
                        3 * /api/... split shop 95%, next 5% edge.yaml:10
                        4 * /api/... method GET to shop edge.yaml:14 never reached: shadowed by edge.yaml:10
                        5 * any to shop edge.yaml:6
                        """);
        assertThat(err.toString()).contains("shadowed by the route at");
    }

    @Test
    void aRequestIsExplained() {
        assertThat(routes("--match", "GET http://h/a/../api/x")).isEqualTo(ExitCode.OK);
        assertThat(out.toString().replace(folder + "/", ""))
                .isEqualTo(
                        """
                        listener web
                        the path is matched and forwarded as /api/x
                        taken by #3 edge.yaml:10: split shop 95%, next 5%
                          because it takes any host, the path begins with /api
                          passed over: #2 edge.yaml:7 (canary) asks: header x-canary is '1'
                        """);
    }

    @Test
    void headerAndClientOfTheRequestCount() {
        routes("--match", "https://h/api", "-H", "x-canary: 1", "--client", "2001:db8::1");

        assertThat(out.toString()).contains("taken by #2").contains("(canary): to next");
    }

    @Test
    void whatNoRouteTakesOrNobodyMayAskEndsWithFailure() {
        assertThat(routes("--match", "GET http://h/%2e%2e/x")).isEqualTo(ExitCode.FAILED);
        assertThat(out.toString()).contains("refused with 400", "RFC 3986 5.2.4");
    }

    @Test
    void jsonIsForPrograms() {
        routes("--json");
        String list = out.toString();
        out.getBuffer().setLength(0);
        routes("--json", "--match", "GET http://h/x");

        StrictJson.parse(list);
        StrictJson.parse(out.toString());
        assertThat(list).contains("\"pathKind\":\"regex\"", "\"shadowedBy\":\"" + file + ":10\"");
        assertThat(out.toString()).contains("\"action\":\"to shop\"", "\"passedOver\":[]");
    }

    @Test
    void whatCannotBeAskedIsSaidInASentence() {
        assertThat(routes("--match", "GET /x")).isEqualTo(ExitCode.USAGE);
        assertThat(routes("--match", "http://h/", "-H", "x")).isEqualTo(ExitCode.USAGE);
        assertThat(routes("--match", "http://h/", "--client", "h")).isEqualTo(ExitCode.USAGE);
        assertThat(routes("--listener", "wbe")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString())
                .contains("is not a request", "is not a header field", "is not an IP address")
                .contains("no listener 'wbe'");
    }

    private int routes(String... options) {
        List<String> args = new ArrayList<>(List.of("routes", file.toString()));
        args.addAll(List.of(options));
        var terminal = new Terminal(new PrintWriter(out, true), new PrintWriter(err, true), false);
        return FaultlineCommand.commandLine(terminal).execute(args.toArray(String[]::new));
    }
}
