package io.faultline.app.cli.file;

import io.faultline.app.process.Terminal;
import io.faultline.app.serve.Protocols;
import io.faultline.core.config.schema.ConfigSchema;
import picocli.CommandLine.Command;

/** The configuration language for editors: they complete keys and underline errors with it. */
@Command(
        name = "schema",
        description = "Print the JSON Schema of configuration files, for editors.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  faultline schema > faultline.schema.json",
            "  # yaml-language-server: $$schema=./faultline.schema.json     as first line of a file"
        })
public final class SchemaCommand implements Runnable {

    private final Terminal terminal;

    public SchemaCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void run() {
        terminal.out().print(ConfigSchema.render(Protocols.sections()));
        terminal.out().flush();
    }
}
