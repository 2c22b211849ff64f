package io.faultline.benchmarks;

import io.faultline.benchmarks.plan.BenchRun;
import io.faultline.benchmarks.plan.Options;
import io.faultline.benchmarks.report.DiffTable;
import io.faultline.benchmarks.report.GuardTable;
import io.faultline.benchmarks.report.Report;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** One door to all measurements: what {@code ./faultline bench} runs. */
public final class Main {

    private static final String USAGE =
            """
            Usage: ./faultline bench COMMAND [OPTIONS]
              compare [--quick]   the whole proxy beside HAProxy, nginx and others that are installed
              ladder              what each layer costs, added one at a time
              growth              what more connections, endpoints, routes, cores and larger bodies cost
              all                 compare, ladder and growth into one report
              report FOLDER       writes the report of a folder of results anew
              diff A B            compares two results, with a verdict per row; folders or files
              guard               below a minute: are the ratios to HAProxy where they were? never fails
              jmh [PATTERN]       single parts with JMH, allocation included; jmh -h lists its options

            Options of compare, ladder, growth and all:
            """;

    private static final Path USUAL_OUT = Path.of("benchmarks/target/report");

    private Main() {}

    @SuppressWarnings("SystemOut") // a command-line program
    public static void main(String[] args) throws IOException, InterruptedException {
        var command = args.length == 0 ? "" : args[0];
        var rest = args.length == 0 ? args : Arrays.copyOfRange(args, 1, args.length);
        if (command.equals("jmh")) {
            org.openjdk.jmh.Main.main(withAllocation(rest));
        } else {
            System.exit(run(System.out, command, rest));
        }
    }

    /** The exit code: 0 done, 1 could not, 2 asked wrongly. */
    static int run(PrintStream out, String command, String... rest) throws InterruptedException {
        try {
            switch (command) {
                case "compare" -> measure(out, rest, BenchRun.Kind.COMPARE);
                case "ladder" -> measure(out, rest, BenchRun.Kind.LADDER);
                case "growth" -> measure(out, rest, BenchRun.Kind.GROWTH);
                case "all" ->
                        measure(
                                out,
                                rest,
                                BenchRun.Kind.COMPARE,
                                BenchRun.Kind.LADDER,
                                BenchRun.Kind.GROWTH);
                case "guard" -> GuardTable.run(out);
                case "report" -> written(out, Report.write(Path.of(argument(rest, 0))));
                case "diff" ->
                        out.print(
                                DiffTable.of(
                                        Path.of(argument(rest, 0)), Path.of(argument(rest, 1))));
                case "help", "--help", "-h" -> out.print(USAGE + Options.USAGE);
                default -> {
                    out.print(USAGE + Options.USAGE);
                    return 2;
                }
            }
            return 0;
        } catch (IllegalArgumentException wrong) {
            out.println(wrong.getMessage() + "\n\n" + USAGE + Options.USAGE);
            return 2;
        } catch (IOException e) {
            out.println(e.getMessage());
            return 1;
        }
    }

    private static void measure(PrintStream out, String[] arguments, BenchRun.Kind... kinds)
            throws IOException, InterruptedException {
        var options = Options.parse(USUAL_OUT, arguments);
        if (options.help()) {
            out.print(USAGE + Options.USAGE);
            return;
        }
        for (var kind : kinds) {
            new BenchRun(kind, options, out).run();
            written(out, Report.write(options.out()));
        }
    }

    private static void written(PrintStream out, Path report) {
        out.println("# report: " + report);
    }

    private static String argument(String[] arguments, int index) {
        if (arguments.length <= index) {
            throw new IllegalArgumentException("something is missing");
        }
        return arguments[index];
    }

    /** Allocation on the data path is a bug, so it is always measured unless profilers were chosen. */
    static String[] withAllocation(String... jmhArguments) {
        List<String> all = new ArrayList<>(List.of(jmhArguments));
        if (!all.contains("-prof")) {
            all.addAll(List.of("-prof", "gc"));
        }
        return all.toArray(String[]::new);
    }
}
