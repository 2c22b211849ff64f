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

    private TrainingRun() {}

    static void record(Path root) throws IOException, InterruptedException {
        Path cache = root.resolve("lib/faultline.aot");
        Files.deleteIfExists(cache);
        Path said = Files.createTempFile("faultline-training", ".log");
        try {
            Tool.run(
                    List.of(root.resolve("bin/faultline").toString(), "demo", "--check", "--train"),
                    Map.of("FAULTLINE_OPTS", "-XX:AOTCacheOutput=" + cache + " -Xlog:aot=off"),
                    said);
            if (!Files.exists(cache)) {
                throw new IOException("the training run left no cache:\n" + Files.readString(said));
            }
        } finally {
            Files.delete(said);
        }
    }
}
