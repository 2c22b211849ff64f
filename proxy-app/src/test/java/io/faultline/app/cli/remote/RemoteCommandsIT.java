package io.faultline.app.cli.remote;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.app.admin.bench.AdminBench;
import io.faultline.app.cli.FaultlineCommand;
import io.faultline.app.cli.exit.ExitCode;
import io.faultline.app.process.Terminal;
import io.faultline.testkit.net.Behaviour;
import io.faultline.testkit.net.ReservedPort;
import io.faultline.testkit.net.ScriptedOrigin;
import io.faultline.testkit.text.StrictJson;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The commands that are twins of the admin API, against a proxy that runs. */
@Timeout(60)
class RemoteCommandsIT {

    @TempDir Path dir;
    private final ScriptedOrigin one = ScriptedOrigin.start(Behaviour.echo());
    private final ScriptedOrigin two = ScriptedOrigin.start(Behaviour.echo());
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private AdminBench bench;
    private Path token;

    @BeforeEach
    void start() throws Exception {
        bench =
                new AdminBench(
                        """
                        listeners:
                          - { name: db, bind: 127.0.0.1:0, tcp: { to: pg } }
                        upstreams:
                          pg: { endpoints: [127.0.0.1:%d, 127.0.0.1:%d] }
                        shutdown: { deadline: 0s }
                        workers: 1
                        """
                                .formatted(one.port(), two.port()));
        token = Files.writeString(dir.resolve("token"), AdminBench.TOKEN + "\n");
    }

    @AfterEach
    void stop() {
        bench.close();
        one.close();
        two.close();
    }

    @Test
    void statusAndUpstreamsAreThePagesForPeopleAndForPrograms() {
        assertThat(run("status")).isEqualTo(ExitCode.OK);
        assertThat(out()).contains("is ready", "LAYER", "db ", "pg ");
        assertThat(run("status", "--json")).isEqualTo(ExitCode.OK);
        assertThat(StrictJson.object(out())).containsEntry("state", "ready");
        assertThat(run("upstreams", "pg")).isEqualTo(ExitCode.OK);
        assertThat(out()).contains("pg  ", "2 of 2 in rotation");
        assertThat(run("upstreams", "--json")).isEqualTo(ExitCode.OK);
        assertThat(StrictJson.object(out())).containsKey("upstreams");
    }

    @Test
    void anOrderIsGivenAndSaid() {
        String endpoint = "pg/127.0.0.1:" + one.port();

        assertThat(order("drain", endpoint, "--for", "10m")).isEqualTo(ExitCode.OK);
        assertThat(out())
                .isEqualTo(
                        "drain for 10m: 127.0.0.1:%d of pg; 1 of its endpoints take something new\n"
                                .formatted(one.port()));
        assertThat(state()).isEqualTo("draining");

        assertThat(order("weight", endpoint, "5")).isEqualTo(ExitCode.OK);
        assertThat(order("up", endpoint)).isEqualTo(ExitCode.OK);
        assertThat(state()).isEqualTo("up");
        assertThat(bench.get("/upstreams")).contains("ordered: up, weight 5");

        assertThat(order("auto", "pg")).isEqualTo(ExitCode.OK);
        assertThat(bench.get("/upstreams")).doesNotContain("ordered");
    }

    @Test
    void theLastOneDownIsDoneAndWarnedOf() {
        assertThat(order("down", "pg", "--json")).isEqualTo(ExitCode.OK);
        assertThat(StrictJson.object(out())).containsEntry("taking_new", 0L);

        order("auto", "pg");
        out();
        assertThat(order("down", "pg")).isEqualTo(ExitCode.OK);
        assertThat(err.toString()).contains("warning: no endpoint of pg takes anything new now");
    }

    @Test
    void whatCannotBeDoneIsASentence() {
        assertThat(run("drain", "pg")).isEqualTo(ExitCode.FAILED); // no token
        assertThat(err()).contains("Show the token of admin.token", "--token-file");
        assertThat(order("drain", "shop")).isEqualTo(ExitCode.FAILED);
        assertThat(err()).contains("There is no upstream 'shop'. Those that are: pg");
        assertThat(order("drain", "pg/")).isEqualTo(ExitCode.USAGE);
        assertThat(order("drain", "pg", "--for", "soon")).isEqualTo(ExitCode.FAILED);
        assertThat(order("weight", "pg", "lots")).isEqualTo(ExitCode.USAGE);
        assertThat(run("status", "--token-file", "/nowhere")).isEqualTo(ExitCode.OK); // not needed
        assertThat(run("drain", "pg", "--token-file", "/nowhere")).isEqualTo(ExitCode.USAGE);
        assertThat(out()).contains("is ready").doesNotContain("drain");
    }

    @Test
    void whereNobodyAnswersThatIsSaid() {
        try (ReservedPort nobody = ReservedPort.any()) {
            out();
            int code =
                    commandLine().execute("top", "--once", "--admin", "127.0.0.1:" + nobody.port());
            assertThat(code).isEqualTo(ExitCode.FAILED);
            assertThat(err()).contains("nobody answers at 127.0.0.1:" + nobody.port());
        }
    }

    @Test
    void topOncePrintsOneScreen() {
        assertThat(run("top", "--once", "--interval", "0.2")).isEqualTo(ExitCode.OK);
        assertThat(out().lines().toList())
                .hasSizeLessThanOrEqualTo(24)
                .allMatch(line -> line.length() <= 80)
                .anyMatch(line -> line.startsWith("L7 "))
                .anyMatch(line -> line.contains("0.0 req/s"));
        assertThat(run("top", "--interval", "0")).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void logLevelsAreShownAndSet() {
        assertThat(order("log-level", "debug", "--logger", "io.netty.cli", "--for", "10m"))
                .isEqualTo(ExitCode.OK);
        assertThat(out()).contains("io.netty.cli  debug  20");
        assertThat(order("log-level", "auto", "--logger", "io.netty.cli")).isEqualTo(ExitCode.OK);
        assertThat(out()).contains("Every logger says what it said at the start.");
    }

    @Test
    void aReloadThatIsRefusedHasItsExitCode() {
        // The bench was parsed from text: there is no file to read again.
        assertThat(order("reload")).isEqualTo(ExitCode.CONFIG_INVALID);
        assertThat(StrictJson.object(out())).containsEntry("applied", false);
    }

    private String state() {
        return String.valueOf(
                bench.json("/v1/upstreams/pg/endpoints/127.0.0.1:" + one.port()).get("state"));
    }

    private int order(String... words) {
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(List.of("--token-file", token.toString()));
        return run(all.toArray(String[]::new));
    }

    private int run(String... words) {
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(List.of("--admin", bench.adminAddress()));
        return commandLine().execute(all.toArray(String[]::new));
    }

    private CommandLine commandLine() {
        return FaultlineCommand.commandLine(
                new Terminal(new PrintWriter(out, true), new PrintWriter(err, true), false));
    }

    private String out() {
        return taken(out);
    }

    private String err() {
        return taken(err);
    }

    private static String taken(StringWriter writer) {
        String text = writer.toString();
        writer.getBuffer().setLength(0);
        return text;
    }
}
