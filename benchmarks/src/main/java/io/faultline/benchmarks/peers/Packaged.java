package io.faultline.benchmarks.peers;

import io.faultline.benchmarks.proc.Tools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The tarball that users run, where the checkout has built one: with a runtime of its own and the cache of its training run, without which a first second
 * says nothing about theirs.
 */
public final class Packaged {

    private static final String NAMES = "faultline-*.tar.gz";

    private Packaged() {}

    /** The newest in {@code proxy-app/target}; {@code mvn package} makes it. */
    public static Optional<Path> tarball() {
        return newestIn(Checkout.benchmarks().resolveSibling("proxy-app/target"));
    }

    static Optional<Path> newestIn(Path target) {
        try (var files = Files.newDirectoryStream(target, NAMES)) {
            Optional<Path> newest = Optional.empty();
            for (var file : files) {
                newest =
                        newest.isEmpty() || isNewer(file, newest.get())
                                ? Optional.of(file)
                                : newest;
            }
            return newest;
        } catch (IOException notBuilt) {
            return Optional.empty();
        }
    }

    private static boolean isNewer(Path file, Path than) throws IOException {
        return Files.getLastModifiedTime(file).compareTo(Files.getLastModifiedTime(than)) > 0;
    }

    /** Unpacks it into this folder. */
    public static Faultline unpacked(Path tarball, Path folder) throws IOException {
        var into = Files.createDirectories(folder.resolve("packaged"));
        var said = Tools.output("tar", "-xzf", tarball.toString(), "-C", into.toString());
        try (var found = Files.walk(into, 3)) {
            return found.filter(path -> path.endsWith(Path.of("bin", "faultline")))
                    .min(Comparator.naturalOrder())
                    .map(launcher -> new Faultline(List.of(launcher.toString()), Shape.PLAIN))
                    .orElseThrow(
                            () -> new IOException(tarball + " holds no bin/faultline. " + said));
        }
    }
}
