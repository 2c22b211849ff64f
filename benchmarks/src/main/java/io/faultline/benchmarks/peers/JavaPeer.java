package io.faultline.benchmarks.peers;

import io.faultline.benchmarks.proc.JavaCommand;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A proxy made with somebody else's library in Java, from the module {@code benchmarks/peers}, which is built beside this one and ships with
 * nothing. It runs with the JVM's defaults, as its users run it.
 */
public final class JavaPeer implements Contender {

    private static final String PACKAGE = "io.faultline.benchmarks.peer.";

    private final String name;
    private final String program;
    private final String jar;

    private JavaPeer(String name, String program, String jar) {
        this.name = name;
        this.program = program;
        this.jar = jar;
    }

    static List<Contender> all() {
        return List.of(
                new JavaPeer("undertow", "UndertowProxy", "undertow-core"),
                new JavaPeer("vertx", "VertxProxy", "vertx-http-proxy"));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public @Nullable String missing() {
        return jars().isEmpty()
                ? "the module benchmarks/peers is not built: mvn -q -pl benchmarks/peers package -DskipTests"
                : null;
    }

    @Override
    public boolean serves(Service service) {
        return service == Service.HTTP || service == Service.HTTPS;
    }

    @Override
    public String version() {
        return jars().stream()
                .map(each -> each.getFileName().toString())
                .filter(each -> each.startsWith(jar))
                .findFirst()
                .map(each -> each.replace(".jar", ""))
                .orElse("");
    }

    @Override
    public boolean needsWarmUp() {
        return true;
    }

    @Override
    public Launch launch(Setup setup) {
        List<String> command = new ArrayList<>();
        command.add(JavaCommand.java());
        command.add("-Xmx512m");
        command.add("--enable-native-access=ALL-UNNAMED");
        command.add("--sun-misc-unsafe-memory-access=allow");
        command.add("-cp");
        command.add(
                jars().stream()
                        .map(Path::toString)
                        .collect(Collectors.joining(File.pathSeparator)));
        command.add(PACKAGE + program);
        command.add("" + setup.port());
        command.add("" + setup.backendPort());
        command.add("" + setup.cores());
        if (setup.service().tls) {
            command.add(setup.certificate().store().toString());
            command.add(Certificate.PASSWORD);
        }
        return new Launch(command, Map.of(), "");
    }

    /** Beside our own jar or classes: {@code benchmarks/peers/target/peers}. */
    private static List<Path> jars() {
        var target = Checkout.benchmarks().resolve("peers/target/peers");
        if (!Files.isDirectory(target)) {
            return List.of();
        }
        try (var files = Files.list(target)) {
            return files.filter(each -> each.toString().endsWith(".jar")).sorted().toList();
        } catch (IOException unreadable) {
            return List.of();
        }
    }
}
