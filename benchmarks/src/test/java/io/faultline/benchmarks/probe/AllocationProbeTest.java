package io.faultline.benchmarks.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class AllocationProbeTest {

    @Test
    void bytesPerOperationAreFoundInWhatJmhWrites() throws IOException {
        var json =
                """
                [{ "benchmark": "x", "primaryMetric": { "score": 812.5 },
                   "secondaryMetrics": {
                     "gc.alloc.rate": { "score": 3.5 },
                     "gc.alloc.rate.norm": { "score": 12.25E0, "scoreError": "NaN" } } }]
                """;

        assertThat(AllocationProbe.parse(json)).isEqualTo(12.25);
        assertThatThrownBy(() -> AllocationProbe.parse("[]")).isInstanceOf(IOException.class);
    }
}
