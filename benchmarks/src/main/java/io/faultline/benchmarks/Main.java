package io.faultline.benchmarks;

import io.faultline.benchmarks.sidebyside.L4SideBySide;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** One door to all measurements: {@code jmh [PATTERN] [JMH OPTIONS]} or {@code l4 [OPTIONS]}. */
public final class Main {

    private static final String USAGE =
            """
            Usage: java -jar benchmarks.jar COMMAND
              jmh [PATTERN] [OPTIONS]   single parts with JMH, allocation included; jmh -h lists its options
              l4 [OPTIONS]              the whole proxy beside HAProxy and nginx; l4 --help lists its options
            """;

    private Main() {}

    @SuppressWarnings("SystemOut") // a command-line program
    public static void main(String[] args) throws IOException, InterruptedException {
        var command = args.length == 0 ? "" : args[0];
        var rest = args.length == 0 ? args : Arrays.copyOfRange(args, 1, args.length);
        switch (command) {
            case "jmh" -> org.openjdk.jmh.Main.main(withAllocation(rest));
            case "l4" -> L4SideBySide.main(rest);
            default -> {
                System.out.print(USAGE);
                System.exit(command.equals("--help") ? 0 : 2);
            }
        }
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
