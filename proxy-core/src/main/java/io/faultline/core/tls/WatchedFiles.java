package io.faultline.core.tls;

import io.faultline.core.config.source.FileStamps;
import io.faultline.core.tls.cert.BadFile;
import io.faultline.core.tls.engine.TlsSetupException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Files that are read again when they change. New files that are bad change nothing but a sentence for
 * the operator: an old certificate that works is better than a new one that does not.
 *
 * <p>Control thread, but for what is told to the curious.
 */
final class WatchedFiles {

    /** Reads them again and puts what they hold into service. */
    interface Reading {

        /** @return what there is now, for the operator */
        String read() throws BadFile, TlsSetupException;
    }

    private final String whose;
    private final List<Path> files;
    private final Consumer<String> say;
    private FileStamps seen;
    private @Nullable FileStamps bad;
    private boolean told;
    private volatile int generation = 1;
    private volatile @Nullable String problem;

    /** To be made before the files are read for the first time, lest a change in between is missed. */
    WatchedFiles(String whose, List<Path> files, Consumer<String> say) {
        this.whose = whose;
        this.files = List.copyOf(files);
        this.say = say;
        this.seen = FileStamps.of(files);
    }

    void lookAgain(Reading reading) {
        FileStamps now = FileStamps.of(files);
        if (now.equals(seen)) {
            return;
        }
        try {
            String there = reading.read();
            seen = now;
            bad = null;
            problem = null;
            generation++;
            say.accept(whose + ": certificates read again: " + there);
        } catch (BadFile | TlsSetupException e) {
            keepTheOldOnes(now, String.valueOf(e.getMessage()));
        }
    }

    /** A certificate is replaced before its key is: only what stays bad is worth a word, once. */
    private void keepTheOldOnes(FileStamps now, String why) {
        if (!now.equals(bad)) {
            bad = now;
            told = false;
        } else if (!told) {
            told = true;
            problem = why;
            say.accept(
                    whose
                            + ": the certificate files have changed and cannot be used, the old ones stay in use: "
                            + why);
        }
    }

    /** Which reading of the files is in force, the first one being 1. Any thread. */
    int generation() {
        return generation;
    }

    /** What is wrong with newer files that are not in force, or null. Any thread. */
    @Nullable String problem() {
        return problem;
    }
}
