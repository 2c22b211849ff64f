package io.faultline.app.cli;

import io.faultline.app.process.BuildInfo;
import io.faultline.app.process.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/** Which build, on what: the lines a bug report starts with. */
@Command(
        name = "version",
        description = "Print the version of Faultline, of Netty and of the JDK it runs on.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example:", "  faultline version"})
final class VersionCommand implements Runnable {

    private final Terminal terminal;

    VersionCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void run() {
        lines().forEach(terminal.out()::println);
    }

    private static java.util.List<String> lines() {
        var build = BuildInfo.load();
        return java.util.List.of(
                "faultline " + build,
                "netty     " + build.netty(),
                "jdk       "
                        + System.getProperty("java.vendor.version", Runtime.version().toString())
                        + " at "
                        + System.getProperty("java.home"),
                "system    "
                        + System.getProperty("os.name")
                        + " "
                        + System.getProperty("os.version")
                        + " "
                        + System.getProperty("os.arch"));
    }

    /** The same for {@code faultline --version}. */
    static final class Provider implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return lines().toArray(String[]::new);
        }
    }
}
