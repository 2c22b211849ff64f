package io.faultline.benchmarks.micro;

import io.faultline.core.config.load.ConfigLoader;
import io.faultline.core.config.load.LoadedConfig;
import io.faultline.core.config.source.ConfigException;
import io.faultline.l4.TcpConfig;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A whole configuration from its text, with this many endpoints: read, bind, cross-check. A reload
 * must stay a matter of milliseconds and grow in proportion to the file.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class ConfigBindingBenchmark {

    @Param({"10", "10000"})
    int endpoints;

    private String text;

    @Setup(Level.Trial)
    public void write() {
        var yaml =
                new StringBuilder(
                        """
                        listeners:
                          - name: web
                            bind: 127.0.0.1:8080
                            tcp: { to: farm }
                        upstreams:
                          farm:
                            balance: least-connections
                            health: { tcp: {} }
                            endpoints:
                        """);
        for (var target : LoadedTarget.many(endpoints)) {
            yaml.append("      - { address: ").append(target.name()).append(", weight: 2 }\n");
        }
        text = yaml.toString();
    }

    @Benchmark
    public LoadedConfig load() throws ConfigException {
        return ConfigLoader.parse("bench.yaml", text, Map.of("tcp", TcpConfig.class), name -> null);
    }
}
