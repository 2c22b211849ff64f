package io.faultline.core.tls.cert;

import java.nio.file.Path;

/** A certificate or key file that cannot be used. The message is a sentence that says what to do. */
public final class BadFile extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient Path file;

    BadFile(Path file, String sentence) {
        super(file + " " + sentence);
        this.file = file;
    }

    /** Which of the files it is about. */
    public Path file() {
        return file;
    }
}
