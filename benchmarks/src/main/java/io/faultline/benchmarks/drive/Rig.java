package io.faultline.benchmarks.drive;

import io.faultline.benchmarks.load.LoadOrder;
import io.faultline.benchmarks.load.LoadResult;
import io.faultline.benchmarks.proc.CpuList;
import io.faultline.benchmarks.proc.Tools;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/** Everything a run needs around the proxies: the backend, the generators, and the tools that are installed. */
public final class Rig implements Closeable {

    /** The same cipher and curve for everybody, whatever a server would like better. */
    private static final String OPENSSL =
            """
            openssl_conf = main
            [main]
            ssl_conf = ssl
            [ssl]
            system_default = all
            [all]
            Ciphersuites = TLS_AES_128_GCM_SHA256
            Groups = X25519
            """;

    private final Path folder;
    private final CpuList loadCpus;
    private final CpuList backendCpus;
    private final CpuList spareCpus;
    private final ShortCommand tools;
    private final Backend backend;
    private Generator generator;
    private @Nullable Backend everywhere;
    private @Nullable Generator second;

    /** @param spareCpus for a second load beside the first */
    public Rig(Path folder, CpuList loadCpus, CpuList backendCpus, CpuList spareCpus)
            throws IOException {
        this.folder = folder;
        this.spareCpus = spareCpus;
        this.loadCpus = loadCpus;
        this.backendCpus = backendCpus;
        var openssl = Files.writeString(folder.resolve("client.cnf"), OPENSSL);
        tools = new ShortCommand(loadCpus, folder, Map.of("OPENSSL_CONF", openssl.toString()));
        backend = Backend.start(backendCpus, folder, false);
        generator = new Generator("generator", loadCpus, folder);
    }

    public Path folder() {
        return folder;
    }

    public CpuList loadCpus() {
        return loadCpus;
    }

    public int backendPort() {
        return backend.port();
    }

    /** Of a backend that listens on each address of 127.0.0.0/8; started when first asked for. */
    public int backendPortEverywhere() throws IOException {
        if (everywhere == null) {
            everywhere = Backend.start(backendCpus, folder, true);
        }
        return everywhere.port();
    }

    /** Started again if it has ended: one that broke in one row shall not take all others with it. */
    public Generator generator() throws IOException {
        if (!generator.isAlive()) {
            generator.close();
            generator = new Generator("generator", loadCpus, folder);
        }
        return generator;
    }

    /** A second one, for load beside load; started when first asked for. */
    public Generator second() throws IOException {
        if (second == null) {
            second = new Generator("second-generator", spareCpus, folder);
        }
        return second;
    }

    /** Whatever it was doing: its answer would be taken for that to the next question. */
    public void endSecond() {
        if (second != null) {
            second.close();
            second = null;
        }
    }

    /** Our own generator, as fast as answers come. */
    public Drive own(String workload, int connections) {
        return new OwnDrive(workload, connections, () -> 0, "/b/100");
    }

    /** Our own generator where wrk is missing: the same requests, without the headers. */
    public Drive plain(Traffic traffic, int connections) {
        return new OwnDrive("http", connections, () -> 0, traffic.path());
    }

    /** Our own generator, at a rate that is asked for when the run begins. */
    public Drive paced(String workload, int connections, DoubleSupplier perSecond) {
        return new OwnDrive(workload, connections, perSecond, "/b/100");
    }

    /** HTTP/1.1 on connections that stay; absent where wrk is not installed. */
    public Optional<Drive> wrk(Traffic traffic, int connections, boolean tls) throws IOException {
        return Tools.isInstalled("wrk")
                ? Optional.of(new WrkDrive(tools, traffic, connections, tls))
                : Optional.empty();
    }

    /** HTTP/2 with so many streams on each connection; absent where h2load is not installed. */
    public Optional<Drive> http2(Traffic traffic, int connections, int streams, boolean tls) {
        return h2load(
                new H2loadDrive.Plan(traffic, connections, streams, false, tls, false, () -> 0));
    }

    /** The same generator for HTTP/1.1, so that versions can be compared. */
    public Optional<Drive> anyHttp(
            Traffic traffic,
            int connections,
            int streams,
            boolean http1,
            boolean tls,
            double perSecond) {
        return h2load(
                new H2loadDrive.Plan(
                        traffic, connections, streams, http1, tls, perSecond > 0, () -> perSecond));
    }

    /** The same over TLS, at a rate that is asked for when a run begins. */
    public Optional<Drive> pacedTls(
            Traffic traffic,
            int connections,
            int streams,
            boolean http1,
            DoubleSupplier perSecond) {
        return h2load(
                new H2loadDrive.Plan(traffic, connections, streams, http1, true, true, perSecond));
    }

    private Optional<Drive> h2load(H2loadDrive.Plan plan) {
        return Tools.isInstalled("h2load")
                ? Optional.of(new H2loadDrive(tools, plan))
                : Optional.empty();
    }

    /** What is not installed of what load is made with, and how to get it. */
    public static Map<String, String> missing() {
        var missing = new LinkedHashMap<String, String>();
        if (!Tools.isInstalled("wrk")) {
            missing.put("wrk", Tools.howToInstall("wrk", "wrk", "wrk"));
        }
        if (!Tools.isInstalled("h2load")) {
            missing.put("h2load", Tools.howToInstall("nghttp2-client", "nghttp2", "nghttp2"));
        }
        if (!Tools.isInstalled("taskset")) {
            missing.put(
                    "taskset (nothing is pinned, numbers are noisier)",
                    Tools.howToInstall("util-linux", "util-linux", "util-linux"));
        }
        return missing;
    }

    @Override
    public void close() {
        generator.close();
        backend.close();
        if (second != null) {
            second.close();
        }
        if (everywhere != null) {
            everywhere.close();
        }
    }

    private final class OwnDrive implements Drive {

        private final String workload;
        private final int connections;
        private final DoubleSupplier perSecond;
        private final String path;
        private @Nullable LoadOrder prepared;

        OwnDrive(String workload, int connections, DoubleSupplier perSecond, String path) {
            this.workload = workload;
            this.connections = connections;
            this.perSecond = perSecond;
            this.path = path;
        }

        /** Ten thousand connections cost more to open than to use. */
        @Override
        public void prepare(int port, double seconds) throws IOException {
            prepared = order(port, seconds);
            if (prepared.perSecond() > 0) {
                generator().run(prepared.opening());
            }
        }

        @Override
        public LoadResult run(int port, double seconds) throws IOException {
            LoadOrder ready = prepared;
            prepared = null;
            return generator()
                    .run(ready != null && ready.port() == port ? ready : order(port, seconds));
        }

        private LoadOrder order(int port, double seconds) {
            return new LoadOrder(
                    workload, port, connections, seconds, perSecond.getAsDouble(), path);
        }

        @Override
        public String command() {
            return "own generator: " + workload + ", " + connections + " connections";
        }
    }
}
