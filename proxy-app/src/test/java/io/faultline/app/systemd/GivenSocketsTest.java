package io.faultline.app.systemd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GivenSocketsTest {

    private static final long US = 42;

    @Test
    void withoutTheVariablesThereAreNone() throws IOException {
        assertThat(GivenSockets.of(Map.of(), US)).isEmpty();
        assertThat(GivenSockets.of(Map.of("LISTEN_FDS", "2"), US)).isEmpty();
        assertThat(GivenSockets.of(Map.of("LISTEN_FDS", "0", "LISTEN_PID", "42"), US)).isEmpty();
    }

    @Test
    void whatIsMeantForOurParentIsLeftAlone() throws IOException {
        assertThat(GivenSockets.of(Map.of("LISTEN_FDS", "2", "LISTEN_PID", "41"), US)).isEmpty();
    }

    @Test
    void aCountThatIsNoneIsTold() {
        assertThatThrownBy(
                        () -> GivenSockets.of(Map.of("LISTEN_FDS", "two", "LISTEN_PID", "42"), US))
                .hasMessage("LISTEN_FDS is 'two', which is no number of sockets");
    }

    @Test
    void aDescriptorThatIsNoListeningSocketIsNamed() {
        // Descriptor 3 of a JVM is its own: a file.
        assertThatThrownBy(
                        () ->
                                GivenSockets.of(
                                        Map.of(
                                                "LISTEN_FDS",
                                                "1",
                                                "LISTEN_PID",
                                                "42",
                                                "LISTEN_FDNAMES",
                                                "web"),
                                        US))
                .hasMessageStartingWith("LISTEN_FDS: descriptor 3 ('web') is ");
    }
}
