package io.faultline.benchmarks.sidebyside;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The command line. */
record Options(
        int rounds,
        double seconds,
        double warmUpSeconds,
        List<String> candidates,
        List<Workload> workloads,
        String proxyCpus,
        String loadCpus,
        @Nullable String faultline,
        @Nullable Path json,
        boolean help) {

    static final String USAGE =
            """
            Usage: L4SideBySide [options]
              --rounds N           interleaved rounds per workload (default 5)
              --seconds S          length of one measurement (default 2)
              --warm-up S          warm-up per proxy and workload (default 4; a tenth for native code)
              --candidates LIST    of direct, faultline, haproxy, nginx (default: all). haproxy stands for its
                                   three modes haproxy-default, haproxy-splice-auto, haproxy-splice-forced
              --workloads LIST     of down, up, ping-pong, churn (default: all)
              --proxy-cpus LIST    cores of the proxy under test, as for taskset (default 0)
              --load-cpus LIST     cores of generator and backend (default: 1, or 1-2 with four cores and more)
              --faultline COMMAND  how to start Faultline, before 'run -c FILE' (default: the launcher of this
                                   checkout, or the class path)
              --json FILE          write every sample there
              --help
            """;

    static Options parse(String... args) {
        int cores = Runtime.getRuntime().availableProcessors();
        var parsed = new Parsed(cores >= 4 ? "1-2" : cores >= 2 ? "1" : "0");
        Iterator<String> left = Arrays.asList(args).iterator();
        while (left.hasNext()) {
            parsed.take(left.next(), left);
        }
        return parsed.options();
    }

    private static final class Parsed {
        int rounds = 5;
        double seconds = 2;
        double warmUp = 4;
        List<String> candidates = List.of("direct", "faultline", "haproxy", "nginx");
        List<Workload> workloads = List.of(Workload.values());
        String proxyCpus = "0";
        String loadCpus;
        @Nullable String faultline;
        @Nullable Path json;
        boolean help;

        Parsed(String loadCpus) {
            this.loadCpus = loadCpus;
        }

        void take(String name, Iterator<String> left) {
            if (name.equals("--help") || name.equals("-h")) {
                help = true;
                return;
            }
            if (!left.hasNext()) {
                throw new IllegalArgumentException(name + " needs a value, or is not an option");
            }
            String value = left.next();
            switch (name) {
                case "--rounds" -> rounds = Math.toIntExact(Math.round(positive(name, value)));
                case "--seconds" -> seconds = positive(name, value);
                case "--warm-up" -> warmUp = positive(name, value);
                case "--candidates" -> candidates = List.of(value.split(","));
                case "--workloads" -> workloads = workloads(value);
                case "--proxy-cpus" -> proxyCpus = value;
                case "--load-cpus" -> loadCpus = value;
                case "--faultline" -> faultline = value;
                case "--json" -> json = Path.of(value);
                default -> throw new IllegalArgumentException("no option " + name);
            }
        }

        Options options() {
            return new Options(
                    rounds,
                    seconds,
                    warmUp,
                    candidates,
                    workloads,
                    proxyCpus,
                    loadCpus,
                    faultline,
                    json,
                    help);
        }

        private static List<Workload> workloads(String value) {
            List<Workload> found = new ArrayList<>();
            for (var label : value.split(",")) {
                found.add(Workload.of(label));
            }
            return found;
        }

        private static double positive(String name, String value) {
            try {
                double number = Double.parseDouble(value);
                if (number > 0) {
                    return number;
                }
            } catch (NumberFormatException notANumber) {
                // Said below, as for a number that makes no sense.
            }
            throw new IllegalArgumentException(name + " must be a positive number: " + value);
        }
    }
}
