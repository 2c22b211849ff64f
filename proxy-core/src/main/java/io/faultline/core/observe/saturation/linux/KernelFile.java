package io.faultline.core.observe.saturation.linux;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A file of /proc or /sys that is read again and again. It stays open: reading from its beginning makes
 * the kernel write it anew, it saves the lookup of the path, and above all it still works when the
 * process has no descriptor left, which is when an operator wants to read it.
 */
final class KernelFile {

    private final Path path;
    private @Nullable RandomAccessFile file;

    KernelFile(Path path) {
        this.path = path;
    }

    /** Takes its descriptor before others need it. */
    void open() {
        try {
            opened();
        } catch (IOException notHere) {
            close();
        }
    }

    private RandomAccessFile opened() throws IOException {
        RandomAccessFile open = file;
        if (open == null) {
            open = new RandomAccessFile(path.toFile(), "r");
            file = open;
        }
        return open;
    }

    /** Reads it anew; false when it is not there, not ours to read, or broken. */
    boolean read(KernelText text) {
        text.holds(0);
        try {
            RandomAccessFile open = opened();
            open.seek(0);
            text.holds(fill(open, text.bytes));
            return true;
        } catch (IOException notHere) {
            close();
            return false;
        }
    }

    /** The kernel gives a page or so at a time. */
    private static int fill(RandomAccessFile open, byte[] bytes) throws IOException {
        int length = 0;
        while (length < bytes.length) {
            int got = open.read(bytes, length, bytes.length - length);
            if (got <= 0) {
                break;
            }
            length += got;
        }
        return length;
    }

    /** The only number in the file, or {@link KernelText#NONE}. */
    long number(KernelText text) {
        return read(text) && text.nextLine() ? text.nextNumber() : KernelText.NONE;
    }

    void close() {
        RandomAccessFile open = file;
        file = null;
        try {
            if (open != null) {
                open.close();
            }
        } catch (IOException gone) {
            // It was only read: nothing is lost.
        }
    }
}
