package io.faultline.benchmarks.micro;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/** A benchmark that nobody runs rots: each is run once here, with each of its parameters, untimed. */
class EveryBenchmarkRunsTest {

    @Test
    void everyBenchmarkOfEverySuiteRunsOnce() throws Exception {
        Collection<RunResult> results = runEachOnce();

        var ran = new TreeSet<String>();
        for (var result : results) {
            ran.add(suiteOf(result.getParams().getBenchmark()));
        }
        assertThat(ran).containsExactlyElementsOf(suites());
    }

    private static Collection<RunResult> runEachOnce() throws RunnerException {
        System.setProperty("jmh.ignoreLock", "true"); // several builds may share a machine
        var once =
                new OptionsBuilder()
                        .include("io\\.faultline\\.benchmarks\\.micro\\..*")
                        .mode(Mode.SingleShotTime)
                        .forks(0) // in this JVM, so that a leak and an assertion are seen
                        .warmupIterations(0)
                        .measurementIterations(1)
                        .measurementBatchSize(1)
                        .shouldFailOnError(true)
                        .verbosity(VerboseMode.SILENT)
                        .build();
        return new Runner(once).run();
    }

    /** By their class files, so that a suite the generator did not see is missed. */
    private static List<String> suites() throws IOException, URISyntaxException {
        var folder =
                Path.of(
                                BalancerPickBenchmark.class
                                        .getResource("BalancerPickBenchmark.class")
                                        .toURI())
                        .getParent();
        try (var files = Files.walk(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith("Benchmark.class"))
                    .map(name -> name.replace(".class", ""))
                    .sorted()
                    .toList();
        }
    }

    private static String suiteOf(String benchmark) {
        var part = benchmark.split("\\.");
        return part[part.length - 2];
    }
}
