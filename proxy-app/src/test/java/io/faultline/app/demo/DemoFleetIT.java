package io.faultline.app.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.faultline.app.demo.DemoClient.Speech;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DemoFleetIT {

    private final DemoPorts ports = DemoPorts.freeFrom(17_000);
    private DemoFleet fleet;

    @BeforeEach
    void start() throws IOException {
        fleet = DemoFleet.start(ports);
    }

    @AfterEach
    void stop() {
        fleet.close();
    }

    @ParameterizedTest
    @EnumSource(Speech.class)
    void eachOriginAnswersWithItsName(Speech speech) throws IOException {
        for (int i = 0; i < DemoFleet.NAMES.size(); i++) {
            assertThat(ask(speech, i)).isEqualTo(DemoFleet.NAMES.get(i));
        }
    }

    @ParameterizedTest
    @EnumSource(Speech.class)
    void aKilledOriginRefusesAndComesBack(Speech speech) throws IOException {
        fleet.named("beta").kill();

        assertThatThrownBy(() -> ask(speech, 1)).isInstanceOf(ConnectException.class);
        assertThat(ask(speech, 0)).isEqualTo("alpha");

        fleet.named("beta").start();

        assertThat(ask(speech, 1)).isEqualTo("beta");
    }

    private String ask(Speech speech, int origin) throws IOException {
        return new DemoClient(InetAddress.getLoopbackAddress(), speech).ask(ports.origin(origin));
    }
}
