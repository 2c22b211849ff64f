package io.faultline.pack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** One archive, the same for the same content: sorted, with one time, owned by nobody in particular. */
final class Tarball {

    private Tarball() {}

    static void write(Path root, Path tarball, Instant time)
            throws IOException, InterruptedException {
        Files.deleteIfExists(tarball);
        Tool.run(
                List.of(
                        "tar",
                        "--create",
                        "--gzip",
                        "--file=" + tarball,
                        "--directory=" + root.getParent(),
                        "--format=ustar",
                        "--sort=name",
                        "--mtime=@" + time.getEpochSecond(),
                        "--mode=u=rwX,go=rX",
                        "--owner=0",
                        "--group=0",
                        "--numeric-owner",
                        String.valueOf(root.getFileName())),
                Map.of("LC_ALL", "C"),
                Path.of("/dev/null"));
    }
}
