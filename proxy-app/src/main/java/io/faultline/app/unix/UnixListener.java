package io.faultline.app.unix;

import java.io.Closeable;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * Waits at a path for connections that carry messages with descriptors (SOCK_SEQPACKET).
 *
 * <p>It is bound under another name and moved to its place, so that it takes the place of a
 * predecessor's in one step: whoever connects meets one or the other, never nobody.
 */
public final class UnixListener implements Closeable {

    private static final int BACKLOG = 8;
    private static final int CLOEXEC = 0x80000;

    private final int fd;
    private final Path path;
    private final Object file;
    private volatile boolean closed;

    private UnixListener(int fd, Path path, Object file) {
        this.fd = fd;
        this.path = path;
        this.file = file;
    }

    public static UnixListener at(Path path) throws IOException {
        Path other = path.resolveSibling(path.getFileName() + "." + ProcessHandle.current().pid());
        int fd = UnixCalls.socket(UnixAddress.AF_UNIX, UnixSocket.PACKETS);
        try (Arena arena = Arena.ofConfined()) {
            Files.deleteIfExists(other);
            UnixAddress address = UnixAddress.of(other.toString(), arena);
            UnixCalls.bind(fd, address.memory(), address.length());
            // Before it listens: until then nobody gets in, whatever the umask made of it.
            Files.setPosixFilePermissions(other, PosixFilePermissions.fromString("rw-------"));
            UnixCalls.listen(fd, BACKLOG);
            Files.move(other, path, StandardCopyOption.ATOMIC_MOVE);
            return new UnixListener(fd, path, inode(path));
        } catch (IOException | RuntimeException failure) {
            UnixCalls.close(fd);
            Files.deleteIfExists(other);
            throw failure;
        }
    }

    private static Object inode(Path path) throws IOException {
        return Files.getAttribute(path, "unix:ino");
    }

    public Path path() {
        return path;
    }

    /** Waits for the next one. Throws when it was closed. */
    public UnixSocket accept() throws IOException {
        return new UnixSocket(UnixCalls.accept(fd, CLOEXEC));
    }

    /** Leaves the path alone when a successor has put its own there. */
    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        if (Files.exists(path) && inode(path).equals(file)) {
            Files.deleteIfExists(path);
        }
        UnixCalls.shutdown(fd);
        UnixCalls.close(fd);
    }
}
