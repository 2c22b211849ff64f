package io.faultline.core.fault.host;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Reads a small file of /proc, or finds that it does not tell. */
final class ProcFile {

    /** About 12,000 neighbours or 8,000 routes. Who has more would pay for reading them each second. */
    private static final int MAX_BYTES = 1 << 20;

    private ProcFile() {}

    /** The text, or null when the file is not there, not ours to read, or too large. */
    static @Nullable String read(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            return bytes.length > MAX_BYTES ? null : new String(bytes, ISO_8859_1);
        } catch (IOException notHere) {
            return null; // not Linux, no such module, or a container that hides it
        }
    }

    /** The only number in the file, or -1. */
    static long readNumber(Path file) {
        String text = read(file);
        try {
            return text == null ? -1 : Long.parseLong(text.strip());
        } catch (NumberFormatException notANumber) {
            return -1;
        }
    }
}
