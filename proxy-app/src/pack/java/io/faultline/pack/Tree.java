package io.faultline.pack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Comparator;
import java.util.stream.Stream;

/** Folders with everything in them. */
final class Tree {

    private Tree() {}

    static void copy(Path from, Path to) throws IOException {
        each(
                from,
                Comparator.naturalOrder(),
                path -> {
                    Path copy = to.resolve(from.relativize(path).toString());
                    if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
                        Files.createDirectories(copy);
                    } else {
                        Files.copy(
                                path,
                                copy,
                                StandardCopyOption.COPY_ATTRIBUTES,
                                StandardCopyOption.REPLACE_EXISTING,
                                LinkOption.NOFOLLOW_LINKS);
                    }
                });
    }

    static void delete(Path root) throws IOException {
        if (Files.exists(root)) {
            each(root, Comparator.reverseOrder(), Files::delete);
        }
    }

    /** Gives every file the same time: two builds of the same sources differ in no byte of it. */
    static void stamp(Path root, Instant time) throws IOException {
        FileTime stamp = FileTime.from(time);
        each(
                root,
                Comparator.reverseOrder(),
                path ->
                        Files.getFileAttributeView(
                                        path,
                                        BasicFileAttributeView.class,
                                        LinkOption.NOFOLLOW_LINKS)
                                .setTimes(stamp, null, null));
    }

    private static void each(Path root, Comparator<Path> order, Step step) throws IOException {
        try (Stream<Path> paths = Files.walk(root)) {
            for (Path path : paths.sorted(order).toList()) {
                step.on(path);
            }
        } catch (UncheckedIOException e) {
            throw new IOException("cannot walk " + root, e);
        }
    }

    @FunctionalInterface
    private interface Step {
        void on(Path path) throws IOException;
    }
}
