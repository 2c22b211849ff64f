package io.faultline.core.observe.saturation.linux;

import io.faultline.core.observe.saturation.Look;
import io.faultline.core.observe.saturation.ResourceKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * How many descriptors this process has open, and the whole host.
 *
 * <p>Since Linux 6.2 the size of /proc/self/fd is their number: one stat. Before, somebody has to list
 * the directory, which takes as long as there are descriptors: then it is done once in half a minute.
 */
final class OpenFiles {

    private static final int LOOKS_BETWEEN_COUNTS = 15;
    private static final int SOFT_LIMIT_COLUMN = 4; // "Max open files  20000  20000  files"

    /** How the size of a directory is asked for: of a test's directory it means something else. */
    @FunctionalInterface
    interface SizeOf {
        long bytes(Path directory) throws IOException;
    }

    private final Path descriptors;
    private final SizeOf size;
    private final KernelFile limits;
    private final KernelFile system;
    private long counted = KernelText.NONE;
    private int looksUntilCount;
    private volatile long open = KernelText.NONE;
    private long limit = KernelText.NONE;

    OpenFiles(KernelFiles proc) {
        this(proc, Files::size);
    }

    OpenFiles(KernelFiles proc, SizeOf size) {
        this.size = size;
        descriptors = proc.path("self/fd");
        limits = proc.file("self/limits");
        system = proc.file("sys/fs/file-nr");
    }

    void look(KernelText text, Look look) {
        open = count();
        limit = limit(text);
        if (limit == KernelText.NONE) {
            look.unknown(ResourceKind.FILES, "", "this system has no /proc/self/limits");
        } else {
            look.found(ResourceKind.FILES, "", open, limit);
        }
        if (system.read(text) && text.nextLine()) {
            long inUse = text.nextNumber();
            text.nextWord();
            look.found(ResourceKind.SYSTEM_FILES, "", inUse, text.nextNumber());
        }
    }

    private long limit(KernelText text) {
        limits.read(text);
        while (text.nextLine()) {
            if (text.skipTo(3) && text.wordIs("files") && text.skipTo(SOFT_LIMIT_COLUMN - 3)) {
                return text.wordIs("unlimited") ? Long.MAX_VALUE : text.number();
            }
        }
        return KernelText.NONE;
    }

    private long count() {
        try {
            long bytes = size.bytes(descriptors);
            return bytes > 0 ? bytes : listed();
        } catch (IOException notHere) {
            return KernelText.NONE;
        }
    }

    private long listed() {
        if (looksUntilCount-- <= 0) {
            looksUntilCount = LOOKS_BETWEEN_COUNTS;
            try (Stream<Path> all = Files.list(descriptors)) {
                counted = all.count();
            } catch (IOException noDescriptorToListThem) {
                looksUntilCount = 0; // the last number stands
            }
        }
        return counted;
    }

    /** On any thread, a worker's too: it takes no descriptor and waits for nobody. Old kernels tell the last look. */
    long openNow() {
        try {
            long bytes = size.bytes(descriptors);
            return bytes > 0 ? bytes : open;
        } catch (IOException notHere) {
            return open;
        }
    }

    /** The soft limit as of the last look, or {@link KernelText#NONE}. */
    long limit() {
        return limit;
    }
}
