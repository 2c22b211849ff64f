package io.faultline.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class EventuallyTest {

    private static final Duration SHORT = Duration.ofMillis(30);

    @Test
    void returnsAsSoonAsTheConditionHolds() {
        var looks = new AtomicInteger();

        Eventually.until("the third look", () -> looks.incrementAndGet() == 3);

        assertThat(looks).hasValue(3);
    }

    @Test
    void aDeadlineNamesWhatWasWaitedFor() {
        assertThatThrownBy(() -> Eventually.until("pigs to fly", SHORT, () -> false))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("for: pigs to fly");
    }

    @Test
    void aDeadlineShowsTheLastValueSeen() {
        assertThatThrownBy(() -> Eventually.value("42", SHORT, () -> 41, seen -> seen == 42))
                .hasMessageContaining("last seen: 41");
    }

    @Test
    void theLastFailedAssertionIsTheCause() {
        assertThatThrownBy(
                        () ->
                                Eventually.asserted(
                                        "equality", SHORT, () -> assertThat(1).isEqualTo(2)))
                .hasMessageContaining("last failure:")
                .hasCauseInstanceOf(AssertionError.class);
    }

    @Test
    void anExceptionInTheCheckIsNotWaitedOut() {
        assertThatThrownBy(
                        () ->
                                Eventually.asserted(
                                        "anything",
                                        () -> {
                                            throw new IllegalStateException("broken check");
                                        }))
                .hasMessageContaining("broken check");
    }
}
