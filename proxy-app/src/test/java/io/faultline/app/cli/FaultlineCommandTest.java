package io.faultline.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.app.cli.exit.ExitCode;
import io.faultline.app.process.Terminal;
import io.faultline.core.fault.FaultCatalog;
import io.faultline.core.fault.FaultCode;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

class FaultlineCommandTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final CommandLine line = commandLine(false);

    @Test
    void anUnknownCommandIsAnsweredWithTheOneThatWasMeant() {
        int code = line.execute("verison");

        assertThat(code).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString())
                .startsWith("faultline: there is no command 'verison'. Did you mean 'version'?")
                .contains("See: faultline --help");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void anUnknownOptionIsCalledAnOption() {
        int code = line.execute("version", "--jsno");

        assertThat(code).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString())
                .startsWith("faultline: there is no option '--jsno'.")
                .contains("See: faultline version --help");
    }

    @Test
    void withoutACommandThereIsHelpAndNoSuccess() {
        assertThat(line.execute()).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("Commands:", "Exit codes:");
    }

    @Test
    void versionNamesBuildNettyAndJdk() {
        assertThat(line.execute("version")).isEqualTo(ExitCode.OK);
        assertThat(out.toString())
                .containsPattern("faultline \\d+\\.\\d+\\.\\d+")
                .containsPattern("netty +4\\.2\\.")
                .containsPattern("jdk +\\S+")
                .doesNotContain("${");
    }

    @Test
    void faultsExplainsACode() {
        assertThat(line.execute("faults", "connect-refused")).isEqualTo(ExitCode.OK);
        assertThat(out.toString()).startsWith("L4.CONNECT_REFUSED").contains("look with");
    }

    @Test
    void faultsWithoutACodeListsThemAll() {
        assertThat(line.execute("faults")).isEqualTo(ExitCode.OK);
        assertThat(out.toString())
                .contains(FaultCatalog.all().stream().map(FaultCode::id).toList());
    }

    @Test
    void anUnknownFaultCodeIsAnsweredWithTheClosest() {
        assertThat(line.execute("faults", "L4.CONECT_REFUSED")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString())
                .contains("No fault code 'L4.CONECT_REFUSED'", "Did you mean L4.CONNECT_REFUSED");
    }

    @Test
    void completionKnowsEveryCommand() {
        assertThat(line.execute("completion")).isEqualTo(ExitCode.OK);
        assertThat(out.toString())
                .contains(line.getSubcommands().keySet())
                .contains("complete -F _complete_faultline");
    }

    @Test
    void onlyATerminalGetsColours() {
        line.execute("nonsense");
        assertThat(err.toString()).doesNotContain("\u001B[");

        commandLine(true).execute("nonsense");
        assertThat(err.toString()).contains("\u001B[");
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyCommandHasHelpWithAnExample(String command) {
        assertThat(line.execute(command, "--help")).isEqualTo(ExitCode.OK);
        assertThat(out.toString()).contains("Usage: faultline " + command, "Example");
    }

    static Iterable<String> commands() {
        var all = FaultlineCommand.commandLine(Terminal.ofProcess()).getSubcommands();
        return all.keySet().stream().filter(name -> !name.equals("help")).toList();
    }

    private CommandLine commandLine(boolean colours) {
        return FaultlineCommand.commandLine(
                new Terminal(new PrintWriter(out, true), new PrintWriter(err, true), colours));
    }
}
