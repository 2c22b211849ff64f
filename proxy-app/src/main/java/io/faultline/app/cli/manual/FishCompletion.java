package io.faultline.app.cli.manual;

import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Completions for fish. Picocli makes them for bash, which zsh reads too, and for no other shell. */
public final class FishCompletion {

    private final StringBuilder out = new StringBuilder();

    private FishCompletion() {}

    public static String of(CommandSpec program) {
        var script = new FishCompletion();
        script.out.append("# Made by 'faultline completion --shell fish'.\n");
        script.line("-f");
        program.subcommands().forEach(script::command);
        return script.out.toString();
    }

    private void command(String name, CommandLine line) {
        CommandSpec spec = line.getCommandSpec();
        if (spec.usageMessage().hidden()) {
            return;
        }
        String description = String.join(" ", spec.usageMessage().description());
        line("-n __fish_use_subcommand -a " + name + " -d " + quoted(description));
        String here = "-n '__fish_seen_subcommand_from " + name + "'";
        for (OptionSpec option : spec.options()) {
            if (!option.hidden()) {
                line(here + option(option));
            }
        }
        if (spec.positionalParameters().stream().anyMatch(FishCompletion::isFile)) {
            line(here + " -F");
        }
    }

    private static String option(OptionSpec option) {
        var words = new StringBuilder();
        for (String name : option.names()) {
            boolean isLong = name.startsWith("--");
            words.append(isLong ? " -l " : " -s ").append(name.replaceFirst("^--?", ""));
        }
        if (option.arity().max() > 0) {
            words.append(isFile(option) ? " -r -F" : " -x");
        }
        return words + " -d " + quoted(String.join(" ", option.description()));
    }

    private static boolean isFile(ArgSpec argument) {
        return argument.type() == Path.class
                || argument.auxiliaryTypes().length > 0
                        && argument.auxiliaryTypes()[0] == Path.class;
    }

    private void line(String rest) {
        out.append("complete -c faultline ").append(rest).append('\n');
    }

    private static String quoted(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}
