package io.faultline.benchmarks.sidebyside;

import java.util.Arrays;
import java.util.Locale;

/** What is asked of each proxy, and in which units its cost is told. */
enum Workload {
    DOWN("backend to client, 4 connections", 4, 1e9, "GB", 1, "s"),
    UP("client to backend, 4 connections", 4, 1e9, "GB", 1, "s"),
    PING_PONG("128 bytes there and back, 64 connections", 64, 1, "rt", 1e6, "us"),
    CHURN("connect, 128 bytes each way, close; 32 at a time", 32, 1, "conn", 1e6, "us");

    final String what;
    final int connections;
    final double unitsPerWork; // generator units (bytes, trips, connections) in one printed unit
    final String unit;
    final double costScale; // seconds of CPU to what is printed
    final String costUnit;

    Workload(
            String what,
            int connections,
            double unitsPerWork,
            String unit,
            double costScale,
            String costUnit) {
        this.what = what;
        this.connections = connections;
        this.unitsPerWork = unitsPerWork;
        this.unit = unit;
        this.costScale = costScale;
        this.costUnit = costUnit;
    }

    String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Workload of(String label) {
        return Arrays.stream(values())
                .filter(each -> each.label().equals(label))
                .findFirst()
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "no workload '" + label + "': " + labels()));
    }

    private static String labels() {
        return String.join(", ", Arrays.stream(values()).map(Workload::label).toList());
    }
}
