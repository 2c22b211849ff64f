package io.faultline.core.observe.access.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Appends to a file. Before each write it looks whether the path still leads to the file it has open:
 * after a rotation nobody told us of, or when the directory was deleted, a write would succeed and
 * the line be gone all the same.
 */
final class FileSink implements LogSink {

    private static final Set<OpenOption> APPEND =
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);

    private final Path path;
    private @Nullable FileChannel channel;
    private @Nullable Object fileKey;

    FileSink(Path path) {
        this.path = path;
    }

    /** Opens now, so that a path that can never work stops the start rather than fills a queue. */
    static FileSink open(Path path) throws IOException {
        FileSink sink = new FileSink(path);
        // A FIFO without a reader would make the open itself wait: that is the log thread's
        // business.
        if (!Files.exists(path) || Files.isRegularFile(path) || Files.isDirectory(path)) {
            sink.open();
        }
        return sink;
    }

    @Override
    public String name() {
        return path.toString();
    }

    @Override
    public void write(ByteBuffer lines) throws IOException {
        if (channel != null && !Objects.equals(fileKey, keyAtPath())) {
            close();
        }
        FileChannel open = channel;
        if (open == null) {
            Object before = fileKey;
            open = open();
            if (!Objects.equals(before, fileKey)) {
                backToLineStart(lines);
            }
        }
        try {
            open.write(lines);
        } catch (IOException e) {
            close(); // the next try begins with opening: the cause may have been the file itself
            throw e;
        }
    }

    @Override
    public void reopen() {
        close();
    }

    @Override
    public void close() {
        FileChannel open = channel;
        channel = null;
        if (open != null) {
            try {
                open.close();
            } catch (IOException e) {
                // Every write was answered already; there is nothing left to lose or to say.
            }
        }
    }

    private FileChannel open() throws IOException {
        FileChannel opened = FileChannel.open(path, APPEND, permissions());
        channel = opened;
        fileKey = keyAtPath();
        return opened;
    }

    /** Client addresses are personal data: the file is not for everybody on the machine. */
    private FileAttribute<?>[] permissions() {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rw-r-----"))
                }
                : new FileAttribute<?>[0];
    }

    private @Nullable Object keyAtPath() throws IOException {
        try {
            return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
        } catch (NoSuchFileException gone) {
            return null;
        }
    }

    /** Half a line stands in the file that is gone: the new one gets it whole. */
    private static void backToLineStart(ByteBuffer lines) {
        int start = lines.position();
        while (start > 0 && lines.get(start - 1) != '\n') {
            start--;
        }
        lines.position(start);
    }
}
