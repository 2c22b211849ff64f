package io.faultline.benchmarks.probe;

import io.faultline.benchmarks.drive.Rig;
import io.faultline.benchmarks.load.LoadOrder;
import io.faultline.benchmarks.peers.Certificate;
import io.faultline.benchmarks.peers.Entrant;
import io.faultline.benchmarks.peers.Faultline;
import io.faultline.benchmarks.peers.Service;
import io.faultline.benchmarks.proc.Cores;
import io.faultline.benchmarks.proc.ListeningPorts;
import io.faultline.benchmarks.result.Metric;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A Faultline that has just said that it is ready, and gets traffic at once: whether its first clients pay for the compiler. */
public record FirstSecondProbe(Rig rig, Faultline faultline, Cores cores) implements Probe {

    private static final double PER_SECOND = 5_000;
    private static final int CONNECTIONS = 64;
    private static final long MOST_MILLIS = 30_000;

    @Override
    public void warmUp(Entrant entrant, double seconds) throws IOException {
        // The generator, not the proxy: nobody shall pay for its own compiler.
        rig.generator().run(order(rig.backendPort(), 2));
    }

    @Override
    public Map<Metric, Double> measure(Entrant entrant, double seconds)
            throws IOException, InterruptedException {
        int admin = ListeningPorts.free();
        var fresh = faultline.shaped(faultline.shape().withAdmin(admin));
        var folder = java.nio.file.Files.createTempDirectory(rig.folder(), "fresh-");
        try (var started = start(fresh, folder)) {
            awaitReady(admin);
            var result = rig.generator().run(order(started.port(), 1));
            var values = new EnumMap<Metric, Double>(Metric.class);
            values.put(Metric.RATE, result.units() / result.seconds());
            values.put(Metric.ERRORS, (double) result.errors());
            values.put(Metric.P50, result.p50Micros());
            values.put(Metric.P99, result.p99Micros());
            values.put(Metric.P999, result.p999Micros());
            return values;
        }
    }

    private Entrant start(Faultline fresh, Path folder) throws IOException, InterruptedException {
        return Entrant.start(
                fresh,
                "first-second",
                Service.HTTP,
                cores.proxy(),
                folder,
                rig.backendPort(),
                Certificate.in(folder));
    }

    private static LoadOrder order(int port, double seconds) {
        return new LoadOrder("http", port, CONNECTIONS, seconds, PER_SECOND, "/b/100");
    }

    private static void awaitReady(int admin) throws IOException, InterruptedException {
        var page = URI.create("http://127.0.0.1:" + admin + "/readyz").toURL();
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(MOST_MILLIS);
        while (!isReady((HttpURLConnection) page.openConnection())) {
            if (System.nanoTime() - end > 0) {
                throw new IOException("not ready after " + MOST_MILLIS / 1_000 + " s");
            }
            TimeUnit.MILLISECONDS.sleep(5);
        }
    }

    private static boolean isReady(HttpURLConnection question) {
        try {
            return question.getResponseCode() == HttpURLConnection.HTTP_OK;
        } catch (IOException notYet) {
            return false;
        } finally {
            question.disconnect();
        }
    }

    @Override
    public String command() {
        return "own generator: 64 connections, 5,000 requests/s at a fixed rate, for 1 s from readiness on";
    }

    @Override
    public double takes(double seconds) {
        return 5;
    }
}
