package io.faultline.pack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Man page and completions, asked of the program itself, where systems look for them. */
final class Manuals {

    private Manuals() {}

    static void write(Path root) throws IOException, InterruptedException {
        Path share = root.resolve("share");
        ask(root, share.resolve("man/man1/faultline.1"), "man");
        ask(root, share.resolve("bash-completion/completions/faultline"), "completion");
        ask(
                root,
                share.resolve("fish/vendor_completions.d/faultline.fish"),
                "completion",
                "--shell",
                "fish");
        ask(root, share.resolve("faultline/faultline.schema.json"), "schema");
    }

    private static void ask(Path root, Path file, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(root.resolve("bin/faultline").toString()));
        command.addAll(List.of(arguments));
        Files.createDirectories(file.getParent());
        Tool.run(command, Map.of(), file);
    }
}
