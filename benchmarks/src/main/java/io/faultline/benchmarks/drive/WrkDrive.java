package io.faultline.benchmarks.drive;

import io.faultline.benchmarks.load.LoadResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** wrk: HTTP/1.1 on connections that stay, plain or over TLS, as fast as answers come. */
final class WrkDrive implements Drive {

    /** wrk prints a p99.9 only when asked in its own language, and its other numbers rounded. */
    private static final String SCRIPT =
            """
            done = function(summary, latency, requests)
              local e = summary.errors
              io.write(string.format("%s%%d %%d %%d %%.1f %%.1f %%.1f\\n",
                summary.requests, summary.duration,
                e.connect + e.read + e.write + e.status + e.timeout,
                latency:percentile(50), latency:percentile(99), latency:percentile(99.9)))
            end
            """
                    .formatted(WrkOutput.MARK);

    private final ShortCommand runner;
    private final Path script;
    private final Traffic traffic;
    private final int connections;
    private final boolean tls;

    WrkDrive(ShortCommand runner, Traffic traffic, int connections, boolean tls)
            throws IOException {
        this.runner = runner;
        this.script = Files.writeString(runner.folder().resolve("wrk.lua"), SCRIPT);
        this.traffic = traffic;
        this.connections = connections;
        this.tls = tls;
    }

    @Override
    public LoadResult run(int port, double seconds) throws IOException, InterruptedException {
        return WrkOutput.parse(runner.run(command("" + port, whole(seconds)), seconds));
    }

    @Override
    public String command() {
        return String.join(" ", command("PORT", 2))
                .replace(script.toString(), "percentiles.lua")
                .replaceAll(" -H \\w.*? http", " -H ... http");
    }

    private List<String> command(String port, int seconds) {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                "wrk",
                                "-t1",
                                "-c" + connections,
                                "-d" + seconds + "s",
                                "--timeout",
                                "10s",
                                "-s",
                                script.toString()));
        for (var header : traffic.headerLines()) {
            command.addAll(List.of("-H", header));
        }
        command.add((tls ? "https" : "http") + "://127.0.0.1:" + port + traffic.path());
        return command;
    }

    /** It counts in whole seconds. */
    private static int whole(double seconds) {
        return (int) Math.max(1, Math.round(seconds));
    }
}
