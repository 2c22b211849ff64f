package io.faultline.app.cli.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.app.cli.FaultlineCommand;
import io.faultline.app.cli.exit.ExitCode;
import io.faultline.app.process.Terminal;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiffCommandTest {

    private static final String BEFORE =
            """
            listeners:
              - { name: web, bind: 127.0.0.1:8080, http: { routes: [ { to: shop } ] } }
              - { name: db, bind: 127.0.0.1:5432, tcp: { to: pg } }
            upstreams:
              shop: { endpoints: [10.0.0.1:80, 10.0.0.2:80] }
              pg: { endpoints: [10.0.1.1:5432] }
            """;

    @TempDir Path folder;
    private final StringWriter out = new StringWriter();

    @Test
    void whatMeansTheSameIsNoDifference() throws IOException {
        String rewritten =
                """
                # moved about
                upstreams:
                  pg: { endpoints: ["10.0.1.1:5432"] }
                  shop: { balance: round-robin, endpoints: [10.0.0.1:80, 10.0.0.2:80] }
                listeners:
                  - { bind: 127.0.0.1:8080, name: web, http: { routes: [ { to: shop } ] } }
                  - { name: db, bind: 127.0.0.1:5432, backlog: 4096, tcp: { to: pg } }
                """;

        assertThat(diff(BEFORE, rewritten)).isEqualTo(ExitCode.OK);
        assertThat(out.toString()).isEqualTo("no difference\n");
    }

    @Test
    void aValueIsShownBeforeAndAfterWithItsLine() throws IOException {
        String now =
                BEFORE.replace("to: shop", "to: pg")
                        .replace("name: db,", "name: db, backlog: 100,");

        assertThat(diff(BEFORE, now)).isEqualTo(ExitCode.FAILED);
        assertThat(lines())
                .contains(
                        "  ~ listeners.web.http.routes[0].to  shop -> pg  (now.yaml:2)",
                        "  ~ listeners.db.backlog  4096 -> 100  (now.yaml:3)");
    }

    @Test
    void whatIsNewAndWhatIsGoneIsNamed() throws IOException {
        String now =
                BEFORE.replace("  - { name: db, bind: 127.0.0.1:5432, tcp: { to: pg } }\n", "")
                        .replace("10.0.0.2:80", "10.0.0.9:80")
                        .replace("  pg: {", "  mysql: {");

        diff(BEFORE, now);

        assertThat(lines())
                .contains(
                        "  - listeners.db", "  - upstreams.pg", "  + upstreams.mysql  (now.yaml:5)")
                .anySatisfy(
                        line ->
                                assertThat(line)
                                        .contains("upstreams.shop.endpoints", "10.0.0.9:80"));
    }

    @Test
    void anotherProtocolOnTheSameListener() throws IOException {
        diff(BEFORE, BEFORE.replace("tcp: { to: pg }", "http: { routes: [ { to: pg } ] }"));

        assertThat(lines())
                .containsExactly("  - listeners.db.tcp", "  + listeners.db.http  (now.yaml:3)");
    }

    @Test
    void whatWaitsForARestartIsMarked() throws IOException {
        diff(BEFORE, BEFORE + "workers: 2\nadmin: {}\n");

        assertThat(lines())
                .contains("! + admin  (now.yaml:8)", "! ~ workers  0 -> 2  (now.yaml:7)");
    }

    private Iterable<String> lines() {
        return out.toString().replace(folder + "/", "").lines().toList();
    }

    private int diff(String before, String now) throws IOException {
        Path first = Files.writeString(folder.resolve("before.yaml"), before);
        Path second = Files.writeString(folder.resolve("now.yaml"), now);
        var terminal =
                new Terminal(
                        new PrintWriter(out, true), new PrintWriter(new StringWriter()), false);
        return FaultlineCommand.commandLine(terminal)
                .execute("diff", first.toString(), second.toString());
    }
}
