package io.faultline.app.browser;

import io.faultline.testkit.process.ChildProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A real browser without a window, spoken to in its own language (the DevTools protocol) over the
 * WebSocket client of the JDK. A driver with its server between the two would be more to install and to
 * keep in step, and would tell us less: requests, console and policy violations are events here.
 */
public final class Chromium implements AutoCloseable {

    private static final List<String> NAMES =
            List.of("chromium", "chromium-browser", "google-chrome");

    private final ChildProcess process;
    private final Path profile;
    private final DevTools tools;

    private Chromium(ChildProcess process, Path profile, DevTools tools) {
        this.process = process;
        this.profile = profile;
        this.tools = tools;
    }

    /** Where it is on this machine. */
    public static Optional<Path> installed() {
        return NAMES.stream()
                .flatMap(
                        name ->
                                Stream.of(System.getenv("PATH").split(":"))
                                        .map(folder -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    public static Chromium start() {
        try {
            Path profile = Files.createTempDirectory("faultline-browser");
            List<String> command = new ArrayList<>();
            command.add(installed().orElseThrow().toString());
            command.addAll(
                    List.of(
                            "--headless",
                            "--no-sandbox",
                            "--disable-gpu",
                            "--disable-quic",
                            "--no-first-run",
                            "--disable-background-networking",
                            "--disable-component-update",
                            "--disable-sync",
                            "--disable-dev-shm-usage",
                            "--hide-scrollbars",
                            "--user-data-dir=" + profile,
                            "--remote-debugging-port=0",
                            "about:blank"));
            var process =
                    ChildProcess.of(
                            new ProcessBuilder(command).redirectErrorStream(true).start(),
                            "chromium");
            String line = process.awaitLine("DevTools listening on ws://");
            URI address = URI.create(line.substring(line.indexOf("ws://")).strip());
            return new Chromium(
                    process, profile, DevTools.connect(HttpClient.newHttpClient(), address));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An empty page. */
    public Tab newTab() {
        return Tab.open(tools);
    }

    @Override
    public void close() {
        tools.close();
        process.terminate().awaitExit();
        try (Stream<Path> files = Files.walk(profile)) {
            files.sorted(Comparator.reverseOrder()).forEach(each -> each.toFile().delete());
        } catch (IOException | UncheckedIOException e) {
            // A last process of the browser may still write: it is a temporary folder.
        }
    }
}
