package io.faultline.benchmarks.sidebyside;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Opaque TCP through Faultline, HAProxy and nginx, one after the other in short turns on the same
 * cores, and what each of them spent on it. The number to look at is CPU time per unit of work:
 * it holds on a busy machine, where throughput does not.
 *
 * <pre>
 * java -cp ... io.faultline.benchmarks.sidebyside.L4SideBySide --rounds 5 --json l4.json
 * </pre>
 */
public final class L4SideBySide {

    private final Options options;
    private final PrintStream out;

    /** How to end what was started, in that order. */
    private final List<Runnable> running = new ArrayList<>();

    private L4SideBySide(Options options, PrintStream out) {
        this.options = options;
        this.out = out;
    }

    @SuppressWarnings("SystemOut") // a command-line program
    public static void main(String[] args) throws InterruptedException {
        System.exit(run(System.out, args));
    }

    /** The exit code: 0 measured, 1 could not, 2 asked wrongly. */
    public static int run(PrintStream out, String... args) throws InterruptedException {
        try {
            var options = Options.parse(args);
            if (options.help()) {
                out.print(Options.USAGE);
                return 0;
            }
            return new L4SideBySide(options, out).measure();
        } catch (IllegalArgumentException wrong) {
            out.println(wrong.getMessage() + "\n\n" + Options.USAGE);
            return 2;
        } catch (IOException e) {
            out.println(e.getMessage());
            return 1;
        }
    }

    private int measure() throws IOException, InterruptedException {
        if (!Files.exists(Path.of("/proc/self/stat"))) {
            out.println("CPU times are read from /proc: this needs Linux.");
            return 1;
        }
        List<Contender> contenders = Roster.of(options, this::say);
        if (contenders.isEmpty() && !Roster.wantsDirect(options)) {
            out.println("nobody is left to measure");
            return 1;
        }
        introduce();
        var folder = temporaryFolder();
        try {
            var load = new Load(new CpuList(options.loadCpus()), folder);
            running.add(load::close);
            var entrants = start(contenders, load, folder);
            var results = new Measurement(options, load, entrants, this::say).run();
            out.print(ResultTable.of(results));
            write(results, contenders);
            return 0;
        } finally {
            running.reversed().forEach(Runnable::run);
            delete(folder);
        }
    }

    private List<Entrant> start(List<Contender> contenders, Load load, Path folder)
            throws IOException, InterruptedException {
        List<Entrant> entrants = new ArrayList<>();
        if (Roster.wantsDirect(options)) {
            entrants.add(Entrant.direct(load.backendPort()));
        }
        for (var contender : contenders) {
            var entrant =
                    Entrant.start(
                            contender,
                            new CpuList(options.proxyCpus()),
                            folder,
                            load.backendPort());
            running.add(entrant::close);
            entrants.add(entrant);
            say("started " + contender.name() + ": " + contender.version());
        }
        return entrants;
    }

    private void introduce() {
        ResultJson.machine().forEach((what, value) -> say(what + ": " + value));
        double busy = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
        if (busy > 1) {
            say(
                    "others work on this machine (load average %.1f): trust the ratios of CPU cost, not the rates"
                            .formatted(busy));
        }
        if (Tools.isInstalled("taskset")) {
            say("proxy on core %s, load on %s".formatted(options.proxyCpus(), options.loadCpus()));
        } else {
            say(
                    "taskset is missing, so nothing is pinned and the numbers are noisier: "
                            + Tools.howToInstall("util-linux", "util-linux", "util-linux"));
        }
    }

    private void write(Results results, List<Contender> contenders) throws IOException {
        @Nullable Path file = options.json();
        if (file == null) {
            return;
        }
        Map<String, String> versions = new LinkedHashMap<>();
        contenders.forEach(each -> versions.put(each.name(), each.version()));
        Files.writeString(file, ResultJson.of(results, versions, options));
        say("samples: " + file);
    }

    /** Readable by the unprivileged users that HAProxy and nginx change to. */
    private static Path temporaryFolder() throws IOException {
        var readable = PosixFilePermissions.fromString("rwxr-xr-x");
        var folder = Files.createTempDirectory("l4-side-by-side-");
        return Files.setPosixFilePermissions(folder, readable);
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    private void say(String line) {
        out.println("# " + line);
    }
}
