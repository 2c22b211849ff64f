package io.faultline.benchmarks.plan;

import io.faultline.benchmarks.proc.Cores;
import io.faultline.benchmarks.proc.CpuList;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The command line of a run.
 *
 * @param only parts of the ids of rows; empty: all rows
 * @param with names of contenders; empty: everybody who is installed
 */
public record Options(
        int rounds,
        double seconds,
        double warmUpSeconds,
        double settleSeconds,
        boolean quick,
        List<String> only,
        List<String> with,
        Cores cores,
        @Nullable String faultline,
        Path out,
        boolean help) {

    public static final String USAGE =
            """
              --quick              a first look, below five minutes: fewer rows, 3 rounds of 1 s
              --rounds N           interleaved rounds (default 5; 3 at most for whom no target is about)
              --seconds S          length of one measurement (default 2)
              --warm-up S          most warm-up per row of a JVM, on all cores, until its compilers rest (default 8)
              --settle S           one piece of it, and once more on its own cores (default 2)
              --only LIST          rows whose id has one of these parts, such as http/,handshake
              --with LIST          of direct, faultline, haproxy, nginx, caddy, varnish, undertow, vertx (default: all)
              --proxy-cpus LIST    cores of the proxy under test, as for taskset (default 0)
              --backend-cpus LIST  cores of the backend (default 1)
              --load-cpus LIST     cores of the load generator (default 2)
              --faultline COMMAND  how to start Faultline, before 'run -c FILE' (default: this checkout)
              --out FOLDER         where results and the report go (default benchmarks/target/report)
              --help
            """;

    public static Options parse(Path usualOut, String... args) {
        var parsed = new Parsed(usualOut);
        Iterator<String> left = Arrays.asList(args).iterator();
        while (left.hasNext()) {
            parsed.take(left.next(), left);
        }
        return parsed.options();
    }

    /** Whether this row was asked for. */
    public boolean wants(String row) {
        return only.isEmpty() || only.stream().anyMatch(row::contains);
    }

    private static final class Parsed {
        int rounds;
        double seconds;
        double warmUp;
        double settle;
        boolean quick;
        boolean help;
        List<String> only = List.of();
        List<String> with = List.of();
        Cores cores = Cores.of(Runtime.getRuntime().availableProcessors());
        @Nullable String faultline;
        Path out;

        Parsed(Path out) {
            this.out = out;
        }

        void take(String name, Iterator<String> left) {
            switch (name) {
                case "--help", "-h" -> help = true;
                case "--quick" -> quick = true;
                default -> takeValue(name, left);
            }
        }

        private void takeValue(String name, Iterator<String> left) {
            if (!left.hasNext()) {
                throw new IllegalArgumentException(name + " needs a value, or is not an option");
            }
            String value = left.next();
            switch (name) {
                case "--rounds" -> rounds = Math.toIntExact(Math.round(positive(name, value)));
                case "--seconds" -> seconds = positive(name, value);
                case "--warm-up" -> warmUp = positive(name, value);
                case "--settle" -> settle = positive(name, value);
                case "--only" -> only = List.of(value.split(","));
                case "--with" -> with = List.of(value.split(","));
                case "--proxy-cpus" ->
                        cores =
                                new Cores(
                                        cpus(name, value),
                                        cores.backend(),
                                        cores.load(),
                                        cores.spare());
                case "--backend-cpus" ->
                        cores =
                                new Cores(
                                        cores.proxy(),
                                        cpus(name, value),
                                        cores.load(),
                                        cores.spare());
                case "--load-cpus" -> {
                    var load = cpus(name, value);
                    cores = new Cores(cores.proxy(), cores.backend(), load, load);
                }
                case "--faultline" -> faultline = value;
                case "--out" -> out = Path.of(value);
                default -> throw new IllegalArgumentException("no option " + name);
            }
        }

        Options options() {
            return new Options(
                    rounds > 0 ? rounds : quick ? 3 : 5,
                    seconds > 0 ? seconds : quick ? 1 : 2,
                    warmUp > 0 ? warmUp : quick ? 4 : 8,
                    settle > 0 ? settle : quick ? 1 : 2,
                    quick,
                    only,
                    with,
                    cores,
                    faultline,
                    out,
                    help);
        }

        private static CpuList cpus(String name, String value) {
            if (!value.matches("\\d+(-\\d+)?(,\\d+(-\\d+)?)*")) {
                throw new IllegalArgumentException(
                        name + " must be like 0 or 1-2 or 0,4: " + value);
            }
            return new CpuList(value);
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
