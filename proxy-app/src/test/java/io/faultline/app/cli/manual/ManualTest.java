package io.faultline.app.cli.manual;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.faultline.app.cli.FaultlineCommand;
import io.faultline.app.process.Terminal;
import io.faultline.testkit.process.HostCommand;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

class ManualTest {

    private final StringWriter out = new StringWriter();
    private final CommandLine line =
            FaultlineCommand.commandLine(
                    new Terminal(new PrintWriter(out, true), new PrintWriter(out, true), false));

    @TempDir Path folder;

    @Test
    void thePageHasEveryCommandWithItsOptions() {
        line.execute("man");

        String page = out.toString();
        assertThat(page)
                .startsWith(".TH FAULTLINE 1 ")
                .doesNotContain("${DEFAULT", "${env", "${COMPLETION", "%n");
        line.getSubcommands()
                .forEach(
                        (name, command) -> {
                            assertThat(page).contains(".SS \"faultline " + escaped(name) + "\"\n");
                            for (OptionSpec option : command.getCommandSpec().options()) {
                                if (!option.hidden()
                                        && !option.usageHelp()
                                        && !option.versionHelp()) {
                                    assertThat(page).contains(escaped(option.longestName()));
                                }
                            }
                        });
    }

    @Test
    void troffHasNothingToSayAgainstIt() throws Exception {
        assumeTrue(HostCommand.attempt("groff", "--version").succeeded(), "needs groff");
        line.execute("man");
        Path page = Files.writeString(folder.resolve("faultline.1"), out.toString());

        var formatted = HostCommand.attempt("groff", "-man", "-ww", "-Tutf8", page.toString());

        assertThat(formatted.succeeded()).as(formatted.output()).isTrue();
        assertThat(formatted.output())
                .contains("faultline run -c edge.yaml", "--config", "SIGHUP")
                .doesNotContain("warning:", "error:");
    }

    @Test
    void fishIsOfferedCommandsOptionsAndFiles() {
        line.execute("completion", "--shell", "fish");

        assertThat(out.toString())
                .contains(
                        line.getSubcommands().keySet().stream()
                                .map(name -> "-n __fish_use_subcommand -a " + name + " ")
                                .toList())
                .contains("'__fish_seen_subcommand_from run' -s c -l config -r -F")
                .contains("'__fish_seen_subcommand_from check' -F");
    }

    @Test
    void zshGetsTheScriptThatItReadsAsBash() {
        line.execute("completion", "--shell", "zsh");

        assertThat(out.toString()).contains("bashcompinit", "complete -F _complete_faultline");
    }

    private static String escaped(String text) {
        return text.replace("-", "\\-");
    }
}
