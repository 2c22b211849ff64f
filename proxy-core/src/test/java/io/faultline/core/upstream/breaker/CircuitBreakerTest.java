package io.faultline.core.upstream.breaker;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.core.fault.ApplicationFault;
import io.faultline.core.fault.TransportFault;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CircuitBreakerTest {

    private static final long SECOND = 1_000_000_000L;
    private static final long START = -3 * SECOND; // nanoTime may be anything
    private static final BreakerPolicy POLICY =
            new BreakerPolicy(50, 4, 10 * SECOND, 5 * SECOND, "circuitBreaker");

    private final List<Boolean> turns = new ArrayList<>();
    private final CircuitBreaker breaker = new CircuitBreaker(START, turns::add);

    @Test
    void opensWhenEnoughOfEnoughRequestsFailed() {
        breaker.succeeded(POLICY, START, START);
        breaker.succeeded(POLICY, START, START);
        breaker.failed(POLICY, ApplicationFault.UPSTREAM_ERROR, START);
        assertThat(breaker.admits(POLICY, START)).as("1 of 3").isTrue();

        breaker.failed(POLICY, TransportFault.CONNECT_REFUSED, START);

        assertThat(breaker.admits(POLICY, START)).as("2 of 4").isFalse();
        assertThat(breaker.isOpen()).isTrue();
        assertThat(breaker.whyOpened())
                .isEqualTo("2 of 4 requests failed, the last with L4.CONNECT_REFUSED");
        assertThat(breaker.nanosLeft(START + SECOND)).isEqualTo(4 * SECOND);
    }

    @Test
    void fewRequestsProveNothing() {
        for (int i = 0; i < 3; i++) {
            breaker.failed(POLICY, ApplicationFault.UPSTREAM_ERROR, START);
        }

        assertThat(breaker.isOpen()).isFalse();
    }

    @Test
    void whatFailedInAnEarlierWindowIsForgotten() {
        for (int i = 0; i < 3; i++) {
            breaker.failed(POLICY, ApplicationFault.UPSTREAM_ERROR, START);
        }
        breaker.failed(POLICY, ApplicationFault.UPSTREAM_ERROR, START + 11 * SECOND);

        assertThat(breaker.isOpen()).isFalse();
    }

    @Test
    void afterAWhileOneRequestAtATimeIsLetThroughToSee() {
        open();

        assertThat(breaker.admits(POLICY, START + 5 * SECOND - 1)).isFalse();
        assertThat(breaker.admits(POLICY, START + 5 * SECOND)).isTrue();
        assertThat(breaker.admits(POLICY, START + 5 * SECOND)).isFalse();
        assertThat(breaker.admits(POLICY, START + 10 * SECOND)).as("the next one").isTrue();
    }

    @Test
    void aTrialThatSucceedsClosesIt() {
        open();
        long trial = START + 5 * SECOND;
        breaker.admits(POLICY, trial);

        breaker.succeeded(POLICY, trial, trial + SECOND);

        assertThat(breaker.isOpen()).isFalse();
        breaker.failed(POLICY, ApplicationFault.UPSTREAM_ERROR, trial + SECOND);
        assertThat(breaker.isOpen()).as("what was before is forgotten").isFalse();
    }

    @Test
    void eachTurnIsToldOnce() {
        open();
        breaker.failed(POLICY, ApplicationFault.UPSTREAM_ERROR, START);
        long trial = START + 5 * SECOND;
        breaker.admits(POLICY, trial);
        breaker.succeeded(POLICY, trial, trial);
        breaker.succeeded(POLICY, trial, trial);

        assertThat(turns).containsExactly(true, false);
    }

    @Test
    void requestsThatBeganBeforeItOpenedDoNotCloseIt() {
        open();

        breaker.succeeded(POLICY, START - 1, START + SECOND);

        assertThat(breaker.isOpen()).isTrue();
    }

    @Test
    void aTrialThatFailsLeavesItOpen() {
        open();
        long trial = START + 5 * SECOND;
        breaker.admits(POLICY, trial);

        breaker.failed(POLICY, ApplicationFault.UPSTREAM_ERROR, trial);

        assertThat(breaker.admits(POLICY, trial + 1)).isFalse();
    }

    private void open() {
        for (int i = 0; i < 4; i++) {
            breaker.failed(POLICY, ApplicationFault.UPSTREAM_ERROR, START);
        }
        assertThat(breaker.isOpen()).isTrue();
    }
}
