package io.faultline.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MainTest {

    @Test
    void allocationIsMeasuredUnlessAProfilerWasChosen() {
        assertThat(Main.withAllocation("Pick")).containsExactly("Pick", "-prof", "gc");
        assertThat(Main.withAllocation("-prof", "perfasm")).containsExactly("-prof", "perfasm");
    }
}
