package io.faultline.app.cli;

import io.faultline.app.cli.exit.CommandFailed;
import io.faultline.app.cli.exit.ExitCode;
import io.faultline.app.process.Terminal;
import picocli.CommandLine;
import picocli.CommandLine.ParseResult;

/** What a command throws becomes a sentence. Only a bug of ours shows its stack trace. */
final class FailureSentences implements CommandLine.IExecutionExceptionHandler {

    private final Terminal terminal;

    FailureSentences(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public int handleExecutionException(Exception thrown, CommandLine line, ParseResult parsed) {
        if (thrown instanceof CommandFailed failed) {
            terminal.err().println(terminal.red("faultline: ") + failed.sentence());
            terminal.err().flush();
            return failed.exitCode();
        }
        terminal.err()
                .println(
                        terminal.red("faultline: ")
                                + "this is a bug of ours. Please report it with the lines below and 'faultline version'.");
        thrown.printStackTrace(terminal.err());
        terminal.err().flush();
        return ExitCode.FAILED;
    }
}
