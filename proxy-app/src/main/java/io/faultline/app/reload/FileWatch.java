package io.faultline.app.reload;

import io.faultline.core.config.load.ConfigDirectory;
import io.faultline.core.config.source.FileStamps;
import java.util.concurrent.TimeUnit;

/**
 * Asks for a reload when the file, or one of the directory's, has changed and then stayed the same for a moment: an editor writes
 * it in several steps. It asks the file system rather than being told, so that a symbolic link that is
 * turned elsewhere, as Kubernetes does with a ConfigMap, is seen as well.
 */
public final class FileWatch {

    private static final long LOOK_MILLIS = 500;

    private final Reloader reloader;
    private FileStamps known;
    private FileStamps lately;

    private FileWatch(Reloader reloader) {
        this.reloader = reloader;
        this.known = now();
        this.lately = known;
    }

    /** Ends with the reloader. */
    public static void start(Reloader reloader) {
        var watch = new FileWatch(reloader);
        reloader.thread()
                .scheduleWithFixedDelay(
                        watch::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }

    private FileStamps now() {
        return FileStamps.of(ConfigDirectory.filesOf(reloader.file()));
    }

    private void look() {
        FileStamps now = now();
        boolean settled = now.equals(lately);
        lately = now;
        if (settled && !now.equals(known)) {
            known = now;
            reloader.reload("the file has changed");
        }
    }
}
