package io.faultline.core.observe.saturation.linux;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The files below one root, /proc or what a test puts in its place, to be closed together. */
final class KernelFiles implements AutoCloseable {

    private final Path root;
    private final List<KernelFile> given = new ArrayList<>();

    KernelFiles(Path root) {
        this.root = root;
    }

    /** Opened when it is first read. */
    KernelFile file(String path) {
        var file = new KernelFile(path(path));
        given.add(file);
        return file;
    }

    /** Opens all of them now, as far as they are there. */
    void open() {
        given.forEach(KernelFile::open);
    }

    Path path(String path) {
        return root.resolve(path);
    }

    /** None is read any more. On the thread that read them. */
    @Override
    public void close() {
        given.forEach(KernelFile::close);
    }
}
