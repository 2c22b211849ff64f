package io.faultline.benchmarks.drive;

import io.faultline.benchmarks.load.LoadResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleSupplier;

/** h2load: HTTP/2, or HTTP/1.1 where both are compared and one generator shall serve them all. */
final class H2loadDrive implements Drive {

    /**
     * @param streams requests under way on each connection
     * @param paced at a rate; otherwise as fast as answers come
     * @param perSecond the rate of all connections together, asked for when a run begins
     */
    record Plan(
            Traffic traffic,
            int connections,
            int streams,
            boolean http1,
            boolean tls,
            boolean paced,
            DoubleSupplier perSecond) {}

    private final ShortCommand runner;
    private final Path log;
    private final Plan plan;

    H2loadDrive(ShortCommand runner, Plan plan) {
        this.runner = runner;
        this.log = runner.folder().resolve("h2load.log");
        this.plan = plan;
    }

    @Override
    public LoadResult run(int port, double seconds) throws IOException, InterruptedException {
        double perSecond = plan.perSecond.getAsDouble(); // may put load on itself to find out
        Files.deleteIfExists(log); // it would append
        var said = runner.run(command("" + port, seconds, rate(perSecond)), seconds);
        if (!Files.exists(log)) {
            throw new IOException("h2load said: " + said.strip());
        }
        try (var rows = Files.lines(log)) {
            return H2loadOutput.parse(said, rows);
        }
    }

    @Override
    public String command() {
        var rate = plan.paced ? "RATE" : "";
        return String.join(" ", command("PORT", 2, rate))
                .replace(log.toString(), "latencies.log")
                .replaceAll(" -H \\w.*? http", " -H ... http");
    }

    /** Of each connection, as it is told. */
    private String rate(double perSecond) {
        return plan.paced ? String.format(Locale.ROOT, "%.2f", perSecond / plan.connections) : "";
    }

    private List<String> command(String port, double seconds, String rate) {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                "h2load",
                                "-t1",
                                "-c" + plan.connections,
                                "-m" + plan.streams,
                                "-D" + Math.round(1_000 * seconds) + "ms",
                                "--log-file=" + log));
        if (plan.http1) {
            command.add("--h1");
        }
        if (plan.tls) {
            command.add("--tls13-ciphers=TLS_AES_128_GCM_SHA256");
        }
        if (!rate.isEmpty()) {
            command.add("--rps=" + rate);
        }
        for (var header : plan.traffic.headerLines()) {
            command.addAll(List.of("-H", header));
        }
        var scheme = plan.tls ? "https" : "http";
        command.add(scheme + "://127.0.0.1:" + port + plan.traffic.path());
        return command;
    }
}
