package io.faultline.core.tls.cert;

import java.nio.file.Path;

/** A certificate or key file that cannot be used. The message is a sentence that says what to do. */
public final class BadFile extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient Path file;
    private final String sentence;

    BadFile(Path file, String problem) {
        super(file + " " + problem);
        this.file = file;
        this.sentence = file + " " + problem;
    }

    /** The whole message, which names the file first. */
    public String sentence() {
        return sentence;
    }

    /** Which of the files it is about. */
    public Path file() {
        return file;
    }
}
