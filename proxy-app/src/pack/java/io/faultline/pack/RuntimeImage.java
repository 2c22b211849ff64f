package io.faultline.pack;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * A Java runtime with the modules we use and no others. Temurin has no jmods folder any more; jlink takes
 * the modules out of the image the JDK itself runs on (JEP 493).
 */
final class RuntimeImage {

    /** What libraries use behind the back of jdeps, or only where something is there. */
    private static final Set<String> LIBRARIES =
            Set.of(
                    "java.management", // Netty, Micrometer: how much memory there is
                    "jdk.net" // socket options by name
                    );

    private RuntimeImage() {}

    /**
     * @param kept where the image is kept between builds: it changes only with the JDK and the modules,
     *     and linking takes seconds
     */
    static void link(Path image, Path kept, Jars jars) throws IOException {
        String modules = String.join(",", modules(jars));
        String key = Runtime.version() + " " + modules;
        Path keyFile = kept.resolveSibling(kept.getFileName() + ".key");
        if (!Files.exists(keyFile) || !Files.readString(keyFile).equals(key)) {
            Tree.delete(kept);
            Tool.ofTheJdk(
                    "jlink",
                    List.of(
                            "--add-modules",
                            modules,
                            "--no-header-files",
                            "--no-man-pages",
                            // The archive is compressed as a whole, and what it holds starts
                            // faster.
                            "--compress=zip-0",
                            "--output",
                            kept.toString()));
            Files.writeString(keyFile, key, StandardCharsets.UTF_8);
        }
        Tree.copy(kept, image);
    }

    private static Set<String> modules(Jars jars) {
        List<String> arguments =
                new ArrayList<>(
                        List.of(
                                "--ignore-missing-deps",
                                "--multi-release",
                                "base",
                                "--print-module-deps"));
        jars.ours().forEach(jar -> arguments.add(jar.toString()));
        Set<String> modules = new TreeSet<>(LIBRARIES);
        modules.addAll(Arrays.asList(Tool.ofTheJdk("jdeps", arguments).strip().split(",")));
        return modules;
    }
}
