package io.faultline.app.packaged;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.faultline.testkit.process.ChildProcess;
import io.faultline.testkit.process.HostCommand;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * The tarball this build made, unpacked, and a machine for it that has no Java: a mount namespace in which
 * the system's JVM folder is empty, the root cannot be written, and nobody is root.
 */
final class Unpacked {

    private static final String NOBODY = "65534";

    /** Readable by everybody, whatever folder the build lies in. */
    private static final String HOME = "/mnt";

    private static final String STRANGE_MACHINE =
            """
            set -e
            mount --make-rprivate /
            mount --bind "$1" /mnt
            mount -o remount,ro,bind /mnt
            [ -d /usr/lib/jvm ] && mount -t tmpfs none /usr/lib/jvm
            mount -t tmpfs -o "$2" none /tmp
            mount -o remount,ro,bind /
            if touch /etc/written 2>/dev/null; then echo "the root can be written"; exit 90; fi
            if java -version 2>/dev/null; then echo "there is a java"; exit 91; fi
            shift 2
            cd /
            exec setpriv --reuid=65534 --regid=65534 --clear-groups --no-new-privs "$@"
            """;

    private final Path root;

    private Unpacked(Path root) {
        this.root = root;
    }

    /** Skips the test where there is no tarball, as in a build that left it out. */
    static Path tarball() {
        try (Stream<Path> made = Files.list(Path.of("target"))) {
            var found =
                    made.filter(
                                    file ->
                                            file.getFileName()
                                                    .toString()
                                                    .matches("faultline-.*-linux-.*\\.tar\\.gz"))
                            .findFirst();
            assumeTrue(
                    found.isPresent(),
                    "needs the tarball: mvn package without -Dfaultline.tarball.skip");
            return found.orElseThrow().toAbsolutePath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Unpacked into(Path folder) {
        Path tarball = tarball();
        HostCommand.run("tar", "-xzf", tarball.toString(), "-C", folder.toString());
        try (Stream<Path> top = Files.list(folder)) {
            return new Unpacked(top.findFirst().orElseThrow());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path root() {
        return root;
    }

    static void assumeStrangeMachine() {
        var probe =
                HostCommand.attempt("unshare", "--mount", "setpriv", "--reuid=" + NOBODY, "true");
        assumeTrue(probe.succeeded(), "needs root, unshare and setpriv: " + probe.output());
    }

    /**
     * The program over there.
     *
     * @param temporary how /tmp is mounted: {@code ro}, or what may be written
     */
    ChildProcess faultline(String temporary, String options, String... arguments) {
        List<String> command =
                new ArrayList<>(List.of("unshare", "--mount", "sh", "-c", STRANGE_MACHINE, "sh"));
        command.addAll(List.of(root.toString(), temporary));
        command.addAll(List.of("env", "-i", "PATH=/usr/bin:/bin", "FAULTLINE_OPTS=" + options));
        command.add(HOME + "/bin/faultline");
        command.addAll(Arrays.asList(arguments));
        try {
            var process = new ProcessBuilder(command).redirectErrorStream(true).start();
            return ChildProcess.of(process, "faultline " + String.join(" ", arguments));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A file of the distribution, as it is called over there. */
    static String path(String name) {
        return HOME + "/" + name;
    }
}
