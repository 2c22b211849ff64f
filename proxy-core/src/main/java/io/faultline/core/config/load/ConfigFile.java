package io.faultline.core.config.load;

import io.faultline.core.config.source.ConfigException;
import io.faultline.core.config.source.Location;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Locale;

/** Reads the file as text, or says in a sentence why that cannot be done. */
final class ConfigFile {

    /** Ten times the largest sensible configuration, a tenth of what would hurt. */
    static final int MAX_BYTES = 4 << 20;

    private final Path file;

    private ConfigFile(Path file) {
        this.file = file;
    }

    static String read(Path file) throws ConfigException {
        try {
            return new ConfigFile(file).read();
        } catch (IOException failed) {
            throw unusable(file.toString(), sentence(failed, file));
        }
    }

    private String read() throws IOException, ConfigException {
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        if (attributes.isDirectory()) {
            throw unusable("is a directory.");
        }
        if (!attributes.isRegularFile()) {
            throw unusable(
                    "is not a regular file. A reload reads the file again, which a pipe or a device"
                            + " cannot do: save it first.");
        }
        checkSize(attributes.size());
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1); // it may have grown meanwhile
            checkSize(bytes.length);
            return Utf8.decode(file.toString(), bytes);
        }
    }

    private void checkSize(long bytes) throws ConfigException {
        if (bytes > MAX_BYTES) {
            throw unusable(
                    "has %,d bytes. A configuration has at most %,d: is this the right file?"
                            .formatted(bytes, MAX_BYTES));
        }
    }

    /** What an operator needs to know of a failed read. */
    static String sentence(IOException failed, Path file) {
        return switch (failed) {
            case NoSuchFileException ignored ->
                    "does not exist." + (file.isAbsolute() ? "" : " Looked in " + here() + ".");
            case AccessDeniedException ignored ->
                    "may not be read by user %s. Check the owner and mode of the file and of the folders"
                                    .formatted(System.getProperty("user.name"))
                            + " above it: namei -l "
                            + file;
            case FileSystemException failure -> "cannot be read: " + reason(failure) + ".";
            default -> "cannot be read: " + failed.getMessage() + ".";
        };
    }

    private static String reason(FileSystemException failure) {
        String reason = failure.getReason(); // what the system says: "Not a directory"
        return reason == null ? failure.toString() : reason.toLowerCase(Locale.ROOT);
    }

    private static Path here() {
        return Path.of("").toAbsolutePath();
    }

    private ConfigException unusable(String sentence) {
        return unusable(file.toString(), sentence);
    }

    private static ConfigException unusable(String name, String sentence) {
        return ConfigException.of(Location.ofFile(name), sentence);
    }
}
