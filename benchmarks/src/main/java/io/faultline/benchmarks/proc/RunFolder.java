package io.faultline.benchmarks.proc;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;

/** A folder for one run, readable by the unprivileged users that HAProxy and nginx change to, and gone afterwards. */
public record RunFolder(Path path) implements Closeable {

    public static RunFolder create() throws IOException {
        var folder = Files.createTempDirectory("faultline-bench-");
        return new RunFolder(
                Files.setPosixFilePermissions(
                        folder, PosixFilePermissions.fromString("rwxr-xr-x")));
    }

    /**
     * Empties what proxies have logged there. They append, and go on; gigabytes of it would be written to the disk by the kernel, on whatever core it likes,
     * while the next row is measured.
     */
    public static void emptyLogs(Path folder, String name) throws IOException {
        try (var folders = Files.list(folder)) {
            var logs = folders.map(each -> each.resolve(name)).filter(Files::isRegularFile);
            for (var file : logs.toList()) {
                Files.newByteChannel(
                                file,
                                StandardOpenOption.WRITE,
                                StandardOpenOption.TRUNCATE_EXISTING)
                        .close();
            }
        }
    }

    @Override
    public void close() throws IOException {
        try (var files = Files.walk(path)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
