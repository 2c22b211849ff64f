package io.faultline.benchmarks.sidebyside;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** All samples of a run, in the order they were taken. */
final class Results {

    private final List<Sample> samples = new ArrayList<>();

    void add(Sample sample) {
        samples.add(sample);
    }

    List<Sample> all() {
        return List.copyOf(samples);
    }

    List<Workload> workloads() {
        return samples.stream().map(Sample::workload).distinct().sorted().toList();
    }

    /** Those with samples of this workload, in the order they first ran. */
    List<String> contenders(Workload workload) {
        return samples.stream()
                .filter(each -> each.workload() == workload)
                .map(Sample::contender)
                .distinct()
                .toList();
    }

    List<Sample> of(Workload workload, String contender) {
        return samples.stream()
                .filter(each -> each.workload() == workload && each.contender().equals(contender))
                .toList();
    }

    double median(Workload workload, String contender, ToDoubleFunction<Sample> value) {
        return median(of(workload, contender).stream().mapToDouble(value).toArray());
    }

    /** How many times the other's cost; NaN when one of them has none. */
    double ratio(Workload workload, String contender, String reference) {
        return median(workload, contender, Sample::cost)
                / median(workload, reference, Sample::cost);
    }

    static double median(double... values) {
        if (values.length == 0) {
            return Double.NaN;
        }
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
