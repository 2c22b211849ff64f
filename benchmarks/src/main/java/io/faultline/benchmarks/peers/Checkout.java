package io.faultline.benchmarks.peers;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Where the sources are that this program was built from. */
public final class Checkout {

    private Checkout() {}

    /** The folder of the module, found from the class path: it holds {@code target/classes} or {@code target/benchmarks.jar}. */
    public static Path benchmarks() {
        for (var entry : System.getProperty("java.class.path", "").split(File.pathSeparator)) {
            var path = Path.of(entry).toAbsolutePath();
            var target = path.getParent();
            var module = target == null ? null : target.getParent();
            boolean ours = path.endsWith("classes") || path.endsWith("benchmarks.jar");
            if (ours && module != null && module.endsWith("benchmarks")) {
                return module;
            }
        }
        return Path.of("benchmarks").toAbsolutePath();
    }

    /** The launcher of the checkout, where there is one. */
    public static List<String> launcher() {
        var script = benchmarks().resolveSibling("faultline");
        return Files.isExecutable(script) ? List.of(script.toString()) : List.of();
    }
}
