package io.faultline.app.cli.file;

import io.faultline.app.cli.exit.CommandFailed;
import io.faultline.app.cli.exit.ExitCode;
import io.faultline.app.process.Terminal;
import io.faultline.app.serve.Protocols;
import io.faultline.core.config.load.LoadedConfig;
import io.faultline.core.config.source.ConfigException;
import io.faultline.core.config.source.Problem;
import java.nio.file.Path;
import java.util.List;

/** Reads configuration files for commands, and says what is wrong with them. */
public final class ConfigFiles {

    private ConfigFiles() {}

    /** Warnings are printed and do not stop; errors end the command. */
    public static LoadedConfig load(Path file, Terminal terminal) {
        try {
            LoadedConfig loaded = Protocols.load(file);
            if (!loaded.warnings().isEmpty()) {
                terminal.err().println(ConfigException.render(loaded.warnings()));
            }
            return loaded;
        } catch (ConfigException invalid) {
            terminal.err().println(ConfigException.render(invalid.problems()));
            terminal.err().println();
            throw new CommandFailed(
                    ExitCode.CONFIG_INVALID, file + " has " + count(invalid.problems()) + ".");
        }
    }

    /** {@code 2 errors and 1 warning}. */
    public static String count(List<Problem> problems) {
        long errors = problems.stream().filter(Problem::isError).count();
        long warnings = problems.size() - errors;
        if (warnings == 0) {
            return plural(errors, "error");
        }
        return errors == 0
                ? plural(warnings, "warning")
                : plural(errors, "error") + " and " + plural(warnings, "warning");
    }

    public static String plural(long count, String noun) {
        return count + " " + noun + (count == 1 ? "" : "s");
    }
}
