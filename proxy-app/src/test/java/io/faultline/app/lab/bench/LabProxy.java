package io.faultline.app.lab.bench;

import io.faultline.app.Main;
import io.faultline.app.lab.net.Ground;
import io.faultline.testkit.process.ChildProcess;
import io.faultline.testkit.process.JavaLaunch;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/** The program itself, {@code faultline run}, on the lab's ground: one process for all its cases. */
public final class LabProxy implements AutoCloseable {

    private final Ground ground;
    private final Path accessLog;
    private final Path file;
    private final ChildProcess process;
    private final HttpClient admin = HttpClient.newHttpClient();

    private LabProxy(Ground ground, Path file, Path accessLog, ChildProcess process) {
        this.ground = ground;
        this.file = file;
        this.accessLog = accessLog;
        this.process = process;
    }

    public static LabProxy start(Ground ground, Path folder, Collection<Bench> benches) {
        Path log = folder.resolve("access.log");
        Path file = folder.resolve("lab.yaml");
        try {
            Files.writeString(file, config(ground, log, benches));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var process =
                JavaLaunch.of(Main.class)
                        .jvmArgs(
                                "-XX:TieredStopAtLevel=1",
                                "--enable-native-access=ALL-UNNAMED",
                                "--sun-misc-unsafe-memory-access=allow",
                                "-Dio.netty.leakDetection.level=paranoid")
                        .classPath(
                                PlantedBug.in(folder)
                                        + File.pathSeparator
                                        + System.getProperty("java.class.path"))
                        .args("run", "-c", file.toString())
                        .prefixedBy(ground.prefix())
                        .start();
        var proxy = new LabProxy(ground, file, log, process);
        try {
            process.awaitLine("  admin ");
            return proxy;
        } catch (AssertionError refused) {
            process.close();
            throw refused;
        }
    }

    /** One worker: a case that asks twice must meet the connection that it left. */
    private static String config(Ground ground, Path log, Collection<Bench> benches) {
        var text = new StringBuilder("listeners:\n");
        benches.forEach(bench -> text.append(bench.listeners()));
        text.append("upstreams:\n");
        benches.forEach(bench -> text.append(bench.upstreams()));
        return text.append("workers: 1\n")
                .append("admin: { bind: \"")
                .append(ground.proxyAddress())
                .append(":0\" }\n")
                .append("accessLog: { file: ")
                .append(log)
                .append(" }\n")
                .append("shutdown: { deadline: 300ms }\n")
                .toString();
    }

    /** Where a case's listener is. */
    public InetSocketAddress address(String listener) {
        String line = process.awaitLine("  " + listener + " ");
        String address = Arrays.stream(line.split(" +")).skip(2).findFirst().orElseThrow();
        return new InetSocketAddress(
                InetAddress.ofLiteral(ground.proxyAddress()),
                Integer.parseInt(address.substring(address.lastIndexOf(':') + 1)));
    }

    /** A page of the admin port, or "" once the proxy has ended. */
    public String page(String path) {
        if (!process.isAlive()) {
            return "";
        }
        return asked(to(path).build());
    }

    /** What {@code POST /diagnose} says of a target, as JSON. */
    public String diagnosed(String target) {
        return asked(
                to("/diagnose?format=json")
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString("{\"target\": \"" + target + "\"}"))
                        .build());
    }

    private HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(URI.create("http://" + Bench.text(address("admin")) + path));
    }

    private String asked(HttpRequest request) {
        try {
            return admin.send(request, BodyHandlers.ofString()).body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    /** What the access log has so far; a line that is still being written is left out. */
    List<String> accessLog() {
        try {
            String text = Files.exists(accessLog) ? Files.readString(accessLog) : "";
            return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public ChildProcess process() {
        return process;
    }

    /** The file it serves. */
    public Path file() {
        return file;
    }

    @Override
    public void close() {
        admin.close();
        process.close();
    }
}
