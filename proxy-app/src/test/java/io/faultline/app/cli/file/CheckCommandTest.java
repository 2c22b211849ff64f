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
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class CheckCommandTest {

    private static final String GOOD =
            """
            listeners:
              - { name: web, bind: 127.0.0.1:8080, tcp: { to: backend } }
            upstreams:
              backend: { endpoints: [10.0.0.1:80, 10.0.0.2:80] }
            """;

    @TempDir Path folder;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void aGoodFileIsSummedUp() throws IOException {
        Path file = file("good.yaml", GOOD);

        assertThat(check(file)).isEqualTo(ExitCode.OK);
        assertThat(out.toString())
                .isEqualTo(file + ": good: 1 listener, 1 upstream, 2 endpoints\n");
    }

    @Test
    void everyErrorOfAFileIsPrintedWithItsPlace() throws IOException {
        Path file =
                file("bad.yaml", GOOD.replace("bind", "bnid").replace("to: backend", "to: bakend"));

        assertThat(check(file)).isEqualTo(ExitCode.CONFIG_INVALID);
        assertThat(out.toString())
                .contains(file + ":2:18  ", "Did you mean 'bind'?", "Did you mean 'backend'?")
                .containsPattern(": not usable, \\d errors\n$");
    }

    @Test
    void aWarningIsPrintedAndTheFileIsUsable() throws IOException {
        Path file = file("warn.yaml", GOOD + "  spare: { endpoints: [10.0.0.3:80] }\n");

        assertThat(check(file)).isEqualTo(ExitCode.OK);
        assertThat(out.toString())
                .contains("warning: ")
                .contains(": good: ")
                .contains(", 1 warning");
    }

    @Test
    void oneBadFileAmongGoodOnesFailsTheCheck() throws IOException {
        Path good = file("good.yaml", GOOD);
        Path missing = folder.resolve("missing.yaml");

        assertThat(check(good, missing)).isEqualTo(ExitCode.CONFIG_INVALID);
        assertThat(out.toString()).contains(good + ": good", missing + ": not usable, 1 error");
    }

    @Test
    void jsonHoldsEveryProblemOfEveryFile() throws IOException {
        Path bad = file("bad.yaml", GOOD.replace("to: backend", "to: bakend"));

        int code =
                commandLine()
                        .execute(
                                "check",
                                "--json",
                                bad.toString(),
                                file("good.yaml", GOOD).toString());

        assertThat(code).isEqualTo(ExitCode.CONFIG_INVALID);
        assertThat(StrictJson.parse(out.toString().strip()))
                .asInstanceOf(InstanceOfAssertFactories.LIST)
                .filteredOn(problem -> "error".equals(((Map<?, ?>) problem).get("severity")))
                .singleElement()
                .asInstanceOf(InstanceOfAssertFactories.MAP)
                .containsEntry("file", bad.toString())
                .extractingByKey("message")
                .asString()
                .contains("Did you mean 'backend'?");
    }

    @Test
    void withoutAFileItSaysWhatIsMissing() {
        assertThat(commandLine().execute("check")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("FILE", "See: faultline check --help");
    }

    private int check(Path... files) {
        List<String> arguments = new ArrayList<>(List.of("check"));
        List.of(files).forEach(file -> arguments.add(file.toString()));
        return commandLine().execute(arguments.toArray(String[]::new));
    }

    private CommandLine commandLine() {
        return FaultlineCommand.commandLine(
                new Terminal(new PrintWriter(out, true), new PrintWriter(err, true), false));
    }

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }
}
