package io.faultline.app.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.faultline.testkit.Eventually;
import java.time.Duration;
import java.time.InstantSource;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LogLevelsTest {

    private static final String NAME = "io.faultline.levels.of.a.test";

    private final Logger logger = Logger.getLogger(NAME);
    private final LogLevels levels = new LogLevels(InstantSource.system());

    @AfterEach
    void reset() {
        levels.reset(NAME);
        logger.setLevel(null);
    }

    @Test
    void aLevelIsSetAndGivenBack() {
        logger.setLevel(Level.WARNING);

        levels.set(NAME, "debug", null);
        levels.set(NAME, "trace", null);
        assertThat(logger.getLevel()).isEqualTo(Level.FINEST);
        assertThat(levels.all()).extracting(LogLevels.Setting::level).containsExactly("trace");

        levels.reset(NAME);
        assertThat(logger.getLevel()).isEqualTo(Level.WARNING); // what it had before all of it
        assertThat(levels.all()).isEmpty();
    }

    @Test
    void itEndsByItself() {
        levels.set(NAME, "debug", Duration.ofMillis(1));

        Eventually.asserted("it is over", () -> assertThat(logger.getLevel()).isNull());
    }

    @Test
    void theEndOfAnEarlierOneDoesNotEndTheLaterOne() {
        String other = NAME + ".other";
        levels.set(NAME, "debug", Duration.ofMillis(1));
        levels.set(NAME, "info", null);
        levels.set(other, "debug", Duration.ofMillis(20)); // ends after the first one had to

        Eventually.asserted("the later is over", () -> assertThat(levels.all()).hasSize(1));
        assertThat(logger.getLevel()).isEqualTo(Level.INFO);
    }

    @Test
    void onlyLoggersOfOurs() {
        assertThatThrownBy(() -> levels.set("java.net", "debug", null))
                .hasMessageContaining("io.faultline, io.netty");
        assertThatThrownBy(() -> levels.set("io.nettyish", "debug", null))
                .hasMessageContaining("There is no logger");
        assertThatThrownBy(() -> levels.set(NAME, "loud", null))
                .hasMessageContaining("trace, debug, info");
    }
}
