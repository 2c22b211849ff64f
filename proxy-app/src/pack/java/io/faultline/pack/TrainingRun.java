package io.faultline.pack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Lets the program work once, so that the JVM can keep what it found out (JEP 483, 514, 515): classes
 * loaded and linked, and what the compiler wants to know about hot methods. The demo drives TLS, HTTP and
 * TCP through the whole proxy, with failures, and needs nobody else.
 */
final class TrainingRun {

    /**
     * Not for the second compiler, so that the cache does not tell that it was hot: what a start runs much
     * and a proxy that serves never, which here is run many times more than at a start from the cache (the
     * making of method handles), and the clients and the origin of the warm-up. A start would compile it all,
     * a fifth of the compiler's work, while clients wait.
     */
    private static final String DIRECTIVES =
            """
            [{ match: [
                "java/lang/invoke/*.*", "sun/invoke/util/*.*", "jdk/internal/constant/*.*",
                "java/lang/classfile/*.*", "jdk/internal/classfile/*.*", "jdk/internal/classfile/impl/*.*",
                "jdk/internal/util/ReferencedKeyMap.*", "jdk/internal/util/ReferencedKeySet.*",
                "java/util/Formatter*.*", "sun/util/locale/*.*", "java/util/regex/*.*",
                "java/util/zip/*.*", "java/util/jar/*.*", "picocli/*.*", "org/yaml/*.*",
                "io/faultline/app/warmup/*.*", "sun/nio/ch/*.*"
              ], c2: { Exclude: true } }]
            """;

    private TrainingRun() {}

    static void record(Path root) throws IOException, InterruptedException {
        Path cache = root.resolve("lib/faultline.aot");
        Files.deleteIfExists(cache);
        Path said = Files.createTempFile("faultline-training", ".log");
        Path directives = Files.createTempFile("faultline-training", ".json");
        try {
            Files.writeString(directives, DIRECTIVES);
            Tool.run(
                    List.of(root.resolve("bin/faultline").toString(), "demo", "--check", "--train"),
                    Map.of(
                            "FAULTLINE_OPTS",
                            "-XX:AOTCacheOutput="
                                    + cache
                                    + " -Xlog:aot=off -XX:+UnlockDiagnosticVMOptions"
                                    + " -XX:CompileCommand=quiet -XX:CompilerDirectivesFile="
                                    + directives),
                    said);
            if (!Files.exists(cache)) {
                throw new IOException("the training run left no cache:\n" + Files.readString(said));
            }
        } finally {
            Files.delete(directives);
            Files.delete(said);
        }
    }
}
