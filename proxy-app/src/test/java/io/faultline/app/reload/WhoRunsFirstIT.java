package io.faultline.app.reload;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.testkit.Eventually;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** In a proxy that serves, as the kernel sees it. */
@EnabledOnOs(OS.LINUX)
class WhoRunsFirstIT {

    private static final int NICE = 19; // the field of proc_pid_stat(5), from 1

    @TempDir Path folder;

    private static int nice(Path task) throws IOException {
        String stat = Files.readString(task.resolve("stat")).replaceFirst("\\(.*\\)", "name");
        return Integer.parseInt(stat.split(" ")[NICE - 1]);
    }

    /** Threads of other tests in this JVM may be among them, and end at any moment. */
    private static List<Integer> nices(String name) {
        try (Stream<Path> tasks = Files.list(Path.of("/proc/self/task"))) {
            return tasks.flatMap(
                            task -> {
                                try {
                                    return Files.readString(task.resolve("comm")).startsWith(name)
                                            ? Stream.of(nice(task))
                                            : Stream.empty();
                                } catch (IOException gone) {
                                    return Stream.empty();
                                }
                            })
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void workersKeepTheirPlaceAndTheControlPlaneStepsBack() throws Exception {
        try (var bench =
                new ReloadBench(
                        folder,
                        """
                        workers: 1
                        listeners:
                          - { name: web, bind: "127.0.0.1:0", tcp: { to: a } }
                        upstreams:
                          a: { endpoints: ["127.0.0.1:1"] }
                        admin: { bind: "127.0.0.1:0" }
                        """)) {
            bench.reload(); // its thread is started by the first one
            int own = nice(Path.of("/proc/self"));
            int back = Math.min(19, own + 5);

            Eventually.asserted(
                    "each thread to take its place",
                    () -> {
                        assertThat(nices("worker-")).isNotEmpty().containsOnly(own);
                        assertThat(nices("control")).isNotEmpty().containsOnly(back);
                        assertThat(nices("faultline-relo")).isNotEmpty().containsOnly(back);
                        assertThat(nices("faultline-admi")).isNotEmpty().containsOnly(back);
                    });
        }
    }
}
