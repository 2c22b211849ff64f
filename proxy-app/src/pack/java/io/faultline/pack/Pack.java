package io.faultline.pack;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;

/**
 * Makes {@code faultline-VERSION-linux-ARCH.tar.gz} from the folder of jars the build made. The
 * architecture is that of this machine: a JDK can link a runtime only for itself (its modules live in its
 * own image, there are none for another system).
 *
 * <p>The order matters. The cache names every jar of the class path with its size and time, and the
 * runtime it was made on; so it comes after both, and nothing may touch them afterwards.
 */
public final class Pack {

    private Pack() {}

    /**
     * @param args the folder of jars ({@code target/dist}), the sources of what is not Java ({@code
     *     src/dist}), the SBOM of the build, the folder for results, the version, the time all files get
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        Path built = Path.of(args[0]).toAbsolutePath();
        Path sources = Path.of(args[1]).toAbsolutePath();
        Path bom = Path.of(args[2]).toAbsolutePath();
        Path results = Path.of(args[3]).toAbsolutePath();
        String version = args[4];
        Instant time = Instant.parse(args[5]);

        Platform platform = Platform.ofThisMachine();
        String name = "faultline-" + version;
        Path root = results.resolve("tarball").resolve(name);
        Tree.delete(root);

        Tree.copy(built, root);
        Tree.copy(sources.resolve("files"), root);
        Jars jars = Jars.keep(root.resolve("lib"), platform);
        Papers.write(root, bom, jars);
        jars.unpackNatives();
        RuntimeImage.link(root.resolve("jre"), results.resolve("tarball/jre"), jars);
        Manuals.write(root);
        Tree.stamp(root, time);
        TrainingRun.record(root);
        Tree.stamp(root, time);
        Path tarball = results.resolve(name + "-" + platform + ".tar.gz");
        Tarball.write(root, tarball, time);
        System.out.println("made " + tarball);
    }
}
