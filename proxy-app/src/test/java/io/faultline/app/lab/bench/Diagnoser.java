package io.faultline.app.lab.bench;

import io.faultline.app.lab.net.Ground;
import io.faultline.testkit.process.ChildProcess;
import io.faultline.testkit.process.JavaLaunch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Runs {@code faultline diagnose} where the proxy runs. */
public final class Diagnoser implements AutoCloseable {

    /** What the command printed, and the code it ended with: 10 and the layer, where one is broken. */
    public record Diagnosis(int exitCode, String text, Duration took) {

        /** Nothing was asked. */
        public static final Diagnosis NONE = new Diagnosis(0, "", Duration.ZERO);

        /** It met no silence, so it may be asked again by way of the admin port, where silence lasts longer. */
        public boolean isQuick() {
            return this != NONE && took.compareTo(QUICK) < 0;
        }
    }

    private static final Duration QUICK = Duration.ofMillis(400);
    private static final int PATIENCE_MILLIS = 30_000;

    private final Ground ground;
    private final ChildProcess process;
    private final int port;

    private Diagnoser(Ground ground, ChildProcess process, int port) {
        this.ground = ground;
        this.process = process;
        this.port = port;
    }

    public static Diagnoser start(Ground ground) {
        var process =
                JavaLaunch.of(DiagnoserMain.class)
                        .jvmArgs(
                                "-XX:TieredStopAtLevel=1",
                                "--enable-native-access=ALL-UNNAMED",
                                "--sun-misc-unsafe-memory-access=allow")
                        .args(ground.proxyAddress())
                        .prefixedBy(ground.prefix())
                        .start();
        String line = process.awaitLine("listening ");
        return new Diagnoser(ground, process, Integer.parseInt(line.split(" ")[1]));
    }

    public Diagnosis run(String... arguments) {
        try (var socket = new Socket(InetAddress.ofLiteral(ground.proxyAddress()), port)) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            String line = String.join("\t", arguments) + "\n";
            long began = System.nanoTime();
            socket.getOutputStream().write(line.getBytes(StandardCharsets.UTF_8));
            var answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int end = answer.indexOf('\n');
            return new Diagnosis(
                    Integer.parseInt(answer.substring(0, end)),
                    answer.substring(end + 1),
                    Duration.ofNanos(System.nanoTime() - began));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.close();
    }
}
