package io.faultline.benchmarks.peers;

import io.faultline.benchmarks.proc.JavaCommand;
import io.faultline.benchmarks.proc.Tools;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Faultline as an operator would start it: its launcher with a config file, health checks on, no access log unless the shape asks for one (the
 * peers write none either).
 *
 * @param start how it is started, before {@code run -c FILE}; empty when nothing can start it
 */
public record Faultline(List<String> start, Shape shape) implements Contender {

    public static final String NAME = "faultline";

    /** Where it writes its log, if it writes one: in the folder that is its own. */
    public static final String ACCESS_LOG = "access.log";

    private static final String MAIN = "io.faultline.app.Main";

    /** As given on the command line, or the launcher of the checkout, or from the class path. */
    public static Faultline of(@Nullable String given) {
        if (given != null) {
            return new Faultline(List.of(given.strip().split("\\s+")), Shape.PLAIN);
        }
        var launcher = Checkout.launcher();
        if (!launcher.isEmpty()) {
            return new Faultline(launcher, Shape.PLAIN);
        }
        boolean here = Faultline.class.getResource("/" + MAIN.replace('.', '/') + ".class") != null;
        return new Faultline(here ? JavaCommand.of(MAIN, List.of()) : List.of(), Shape.PLAIN);
    }

    public Faultline shaped(Shape other) {
        return new Faultline(start, other);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public @Nullable String missing() {
        return start.isEmpty()
                ? "faultline is not here: run in a checkout, or name it with --faultline COMMAND"
                : null;
    }

    @Override
    public boolean serves(Service service) {
        return true;
    }

    @Override
    public String version() {
        var ask = new ArrayList<>(start);
        ask.add("version");
        return Tools.firstLine(ask.toArray(String[]::new));
    }

    @Override
    public boolean needsWarmUp() {
        return true;
    }

    @Override
    public Launch launch(Setup setup) throws IOException {
        var config = FaultlineYaml.of(setup, shape);
        var file = setup.folder().resolve("faultline.yaml");
        Files.writeString(file, config);
        var command = new ArrayList<>(start);
        command.addAll(List.of("run", "-c", file.toString()));
        return new Launch(command, Map.of(), config);
    }
}
