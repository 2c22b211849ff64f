package io.faultline.app.cli.manual;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * faultline(1). One page for all commands: whoever looks something up in it at night should find it with
 * one search. Options, descriptions and examples are those of {@code --help}; only what has no command
 * of its own (signals, files, variables) is written here.
 */
final class ManPage {

    private final Roff roff = new Roff();

    private ManPage() {}

    static String of(CommandSpec program, String version) {
        return new ManPage().write(program, version);
    }

    private String write(CommandSpec program, String version) {
        roff.title("FAULTLINE", "faultline " + version, "Faultline");
        roff.section("NAME");
        roff.text("faultline - a load balancer that names the layer that broke");
        roff.section("SYNOPSIS");
        roff.bold("faultline COMMAND [OPTIONS]");
        roff.section("DESCRIPTION");
        roff.text(
                "Faultline forwards TCP and HTTP. Every failure gets one stable code with its layer, whose side it is,"
                        + " and the evidence; the code is the same in the access log, the metrics and the admin pages.");
        examples(program);
        roff.section("COMMANDS");
        program.subcommands().forEach(this::command);
        surroundings();
        return roff.toString();
    }

    private void command(String name, CommandLine line) {
        CommandSpec spec = line.getCommandSpec();
        if (spec.usageMessage().hidden()) {
            return;
        }
        roff.subsection("faultline " + name);
        roff.text(String.join(" ", spec.usageMessage().description()).replace("%n", ""));
        Help help = line.getHelp();
        roff.paragraph().bold(help.synopsis(0).strip().replaceAll("\\s+", " "));
        for (PositionalParamSpec parameter : spec.positionalParameters()) {
            roff.item(parameter.paramLabel(), described(parameter));
        }
        for (OptionSpec option : spec.options()) {
            boolean everywhere = option.usageHelp() || option.versionHelp();
            if (!option.hidden() && !everywhere) {
                roff.item(names(option), described(option));
            }
        }
        examples(spec);
    }

    private static String names(OptionSpec option) {
        String all = String.join(", ", option.names());
        return option.arity().max() > 0 ? all + " " + option.paramLabel() : all;
    }

    private static String described(ArgSpec argument) {
        return String.join(" ", argument.description());
    }

    private void examples(CommandSpec spec) {
        List<String> footer = new ArrayList<>(Arrays.asList(spec.usageMessage().footer()));
        while (!footer.isEmpty() && footer.getFirst().isBlank()) {
            footer.removeFirst();
        }
        if (!footer.isEmpty()) {
            roff.verbatim(footer);
        }
    }

    private void surroundings() {
        roff.section("SIGNALS");
        roff.item(
                "SIGHUP",
                "Open the access log again and read the configuration again; with errors in it nothing changes.");
        roff.item("SIGUSR1", "Start a successor that takes over, as faultline upgrade does.");
        roff.item(
                "SIGTERM, SIGINT",
                "Drain: no new connections, open ones finish until shutdown.deadline. A second one ends at once.");
        roff.section("ENVIRONMENT");
        roff.item(
                "FAULTLINE_OPTS",
                "Options for the JVM, added last so that they win, as in FAULTLINE_OPTS=-Xmx256m.");
        roff.item(
                "FAULTLINE_JAVA_HOME",
                "The Java to run on, instead of the one that comes with the distribution.");
        roff.item("FAULTLINE_ADMIN", "The admin address that commands ask: 127.0.0.1:9901.");
        roff.item("NO_COLOR", "Set to anything: no colours on the terminal.");
        roff.section("FILES");
        roff.item("/etc/faultline/faultline.yaml", "What the unit and the image serve.");
        roff.section("SEE ALSO");
        roff.text("faultline help COMMAND, faultline faults, faultline schema");
    }
}
