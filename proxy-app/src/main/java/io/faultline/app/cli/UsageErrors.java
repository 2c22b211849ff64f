package io.faultline.app.cli;

import io.faultline.app.cli.exit.ExitCode;
import io.faultline.app.process.Terminal;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** A command line that makes no sense gets one sentence, what was probably meant, and where help is. */
final class UsageErrors implements CommandLine.IParameterExceptionHandler {

    private final Terminal terminal;

    UsageErrors(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public int handleParseException(ParameterException problem, String[] args) {
        CommandLine command = problem.getCommandLine();
        terminal.err().println(terminal.red("faultline: ") + sentence(problem));
        terminal.err().println("See: " + command.getCommandSpec().qualifiedName() + " --help");
        terminal.err().flush();
        return ExitCode.USAGE;
    }

    private static String sentence(ParameterException problem) {
        if (problem instanceof UnmatchedArgumentException unmatched
                && !unmatched.getUnmatched().isEmpty()) {
            String word = unmatched.getUnmatched().getFirst();
            boolean atRoot = problem.getCommandLine().getParent() == null;
            String what = unmatched.isUnknownOption() ? "option" : atRoot ? "command" : "argument";
            List<String> meant = unmatched.getSuggestions();
            return "there is no " + what + " '" + word + "'." + didYouMean(meant);
        }
        String message = String.valueOf(problem.getMessage());
        return message.isEmpty() || !Character.isUpperCase(message.charAt(0))
                ? message
                : message.substring(0, 1).toLowerCase(Locale.ROOT) + message.substring(1) + ".";
    }

    /** Only the closest: the parser offers everything that shares a few letters. */
    private static String didYouMean(List<String> meant) {
        return meant.isEmpty()
                ? ""
                : " Did you mean '" + meant.getFirst().replaceFirst("^faultline ", "") + "'?";
    }
}
