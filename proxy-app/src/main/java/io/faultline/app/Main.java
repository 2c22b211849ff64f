package io.faultline.app;

import io.faultline.app.cli.FaultlineCommand;
import io.faultline.app.process.Terminal;

/** Where the process starts and, with an exit code that means something, ends. */
public final class Main {

    private Main() {}

    public static void main(String[] args) {
        System.exit(FaultlineCommand.commandLine(Terminal.ofProcess()).execute(args));
    }
}
