package io.faultline.benchmarks.proc;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** What is installed on this machine, and how to install what is not. */
public final class Tools {

    /** The property is there to play a machine on which nothing is installed. */
    private static final String FOLDERS =
            System.getProperty(
                    "faultline.bench.path",
                    System.getenv().getOrDefault("PATH", "") + ":/usr/sbin:/usr/local/sbin:/sbin");

    private Tools() {}

    public static boolean isInstalled(String program) {
        return find(program).isPresent();
    }

    /** On PATH, or where servers are installed although a user's PATH lacks it. */
    public static Optional<Path> find(String program) {
        for (var folder : FOLDERS.split(File.pathSeparator)) {
            var candidate = Path.of(folder.isEmpty() ? "." : folder, program);
            if (Files.isExecutable(candidate) && !Files.isDirectory(candidate)) {
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }

    /** All a program prints when asked, or "" when it cannot be asked. */
    public static String output(String... command) {
        try {
            var process = new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                    .strip();
        } catch (IOException missing) {
            return "";
        }
    }

    public static String firstLine(String... command) {
        return output(command).lines().findFirst().orElse("");
    }

    /** The command that brings the packages, by the package manager that is here. */
    public static String howToInstall(String debian, String fedora, String alpine) {
        if (isInstalled("apt-get")) {
            return "apt-get install " + debian;
        }
        if (isInstalled("dnf")) {
            return "dnf install " + fedora;
        }
        if (isInstalled("apk")) {
            return "apk add " + alpine;
        }
        return "install the packages " + debian;
    }
}
