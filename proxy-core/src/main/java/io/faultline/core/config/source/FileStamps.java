package io.faultline.core.config.source;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What tells that files are not the ones they were: time, size, and which file a path leads to, so that
 * a symbolic link that is turned elsewhere is seen too.
 */
public record FileStamps(List<Stamp> stamps) {

    /** Of one file; one that cannot be looked at has a stamp as well. */
    public record Stamp(@Nullable FileTime modified, long size, @Nullable Object key) {}

    public static FileStamps of(List<Path> files) {
        return new FileStamps(files.stream().map(FileStamps::stamp).toList());
    }

    private static Stamp stamp(Path file) {
        try {
            var seen = Files.readAttributes(file, BasicFileAttributes.class);
            return new Stamp(seen.lastModifiedTime(), seen.size(), seen.fileKey());
        } catch (IOException gone) {
            return new Stamp(null, -1, null);
        }
    }
}
