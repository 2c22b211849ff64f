package io.faultline.core.config.load;

import io.faultline.core.config.source.ConfigException;
import io.faultline.core.config.source.Location;
import io.faultline.core.config.source.Problem;
import io.faultline.core.config.source.SourceText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A directory of configuration files, as {@code conf.d} of others: all {@code *.yaml} and {@code *.yml} in
 * the order of their names. Hidden files are left out (Kubernetes keeps its own there, editors too), and
 * so are folders: a backup beside the files must not come into force.
 */
public final class ConfigDirectory {

    private static final int MOST_FILES = 1_000;

    private ConfigDirectory() {}

    /**
     * The files a configuration consists of: those of a directory, or the one file itself. What cannot be
     * looked at has none; whoever reads it says why.
     */
    public static List<Path> filesOf(Path source) {
        if (!Files.isDirectory(source)) {
            return List.of(source);
        }
        try {
            return list(source);
        } catch (IOException unreadable) {
            return List.of();
        }
    }

    /** All of it that is not only comment. Every file that cannot be read is told, not only the first. */
    static List<SourceText> read(Path directory) throws ConfigException {
        List<Path> files;
        try {
            files = list(directory);
        } catch (IOException failed) {
            throw unusable(directory, ConfigFile.sentence(failed, directory));
        }
        if (files.size() > MOST_FILES) {
            throw unusable(
                    directory,
                    "holds %,d files. At most %,d are read.".formatted(files.size(), MOST_FILES));
        }
        List<SourceText> texts = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        for (Path file : files) {
            try {
                String text = ConfigFile.read(file);
                if (!isCommentOnly(text)) {
                    texts.add(new SourceText(file.toString(), text));
                }
            } catch (ConfigException unreadable) {
                problems.addAll(unreadable.problems());
            }
        }
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
        if (texts.isEmpty()) {
            throw unusable(
                    directory,
                    "holds no configuration. Of a directory all files *.yaml and *.yml are read, in the"
                            + " order of their names. (Docker makes an empty directory where the file it"
                            + " is to mount does not exist.)");
        }
        return texts;
    }

    private static List<Path> list(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.filter(ConfigDirectory::counts).sorted().toList();
        }
    }

    private static boolean counts(Path entry) {
        String name = entry.getFileName().toString();
        boolean yaml = name.endsWith(".yaml") || name.endsWith(".yml");
        return yaml && !name.startsWith(".") && !Files.isDirectory(entry);
    }

    private static boolean isCommentOnly(String text) {
        return text.lines()
                .map(String::strip)
                .allMatch(line -> line.isEmpty() || line.startsWith("#"));
    }

    private static ConfigException unusable(Path directory, String sentence) {
        return ConfigException.of(Location.ofFile(directory.toString()), sentence);
    }
}
