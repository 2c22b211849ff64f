package io.faultline.benchmarks.sidebyside;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Faultline as an operator would start it: its launcher with a config file, health checks on, no
 * access log (the peers write none either).
 */
final class Faultline implements Contender {

    private static final String MAIN = "io.faultline.app.Main";
    private static final String LAUNCHER = "faultline";

    private final @Nullable String given;

    Faultline(@Nullable String given) {
        this.given = given;
    }

    @Override
    public String name() {
        return "faultline";
    }

    @Override
    public @Nullable String missing() {
        return start() == null
                ? "faultline is not here: run in a checkout or a distribution, or name it with"
                        + " --faultline COMMAND"
                : null;
    }

    @Override
    public String version() {
        var start = start();
        if (start == null) {
            return "";
        }
        var ask = new ArrayList<>(start);
        ask.add("version");
        return Tools.firstLine(ask.toArray(String[]::new));
    }

    @Override
    public boolean needsWarmUp() {
        return true;
    }

    @Override
    public List<String> command(Path folder, Setup setup) throws IOException {
        var file = folder.resolve("faultline.yaml");
        Files.writeString(
                file,
                """
                workers: %d
                listeners:
                  - name: bench
                    bind: 127.0.0.1:%d
                    tcp: { to: backend }
                upstreams:
                  backend:
                    endpoints: [127.0.0.1:%d]
                    health: { tcp: {} }
                """
                        .formatted(setup.cores(), setup.port(), setup.backendPort()));
        var start = start();
        if (start == null) {
            throw new IOException(missing());
        }
        var command = new ArrayList<>(start);
        command.addAll(List.of("run", "-c", file.toString()));
        return command;
    }

    private @Nullable List<String> start() {
        if (given != null) {
            return List.of(given.strip().split("\\s+"));
        }
        for (var folder = Path.of("").toAbsolutePath();
                folder != null;
                folder = folder.getParent()) {
            for (var script : List.of(folder.resolve(LAUNCHER), folder.resolve("bin/faultline"))) {
                if (Files.isRegularFile(script) && Files.isExecutable(script)) {
                    return List.of(script.toString());
                }
            }
        }
        return onClassPath() ? JavaCommand.of(MAIN, List.of()) : null;
    }

    private static boolean onClassPath() {
        return Faultline.class.getResource("/" + MAIN.replace('.', '/') + ".class") != null;
    }
}
