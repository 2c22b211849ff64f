package io.faultline.core.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.core.address.PeerAddress;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class DestinationsTest {

    private final Destinations destinations = new Destinations();

    @Test
    void connectionsAreCountedByWhereTheyLead() {
        towards(1).opened();
        towards(1).opened();
        towards(2).opened();
        towards(1).closed();

        assertThat(destinations.openTowards(address(1))).isEqualTo(1);
        assertThat(destinations.openTowards(address(2))).isEqualTo(1);
        assertThat(destinations.openTowards(address(3))).isZero();
        assertThat(towards(1).closes()).isEqualTo(1);
    }

    @Test
    void beyondTheBoundThoseWithoutAConnectionAreForgotten() {
        towards(0).opened();
        for (int i = 1; i < Destinations.MOST; i++) {
            towards(i);
        }

        assertThat(destinations.towards(address(Destinations.MOST))).isNotNull();
        assertThat(destinations.all()).hasSize(2);
        assertThat(destinations.openTowards(address(0))).isEqualTo(1);
    }

    @Test
    void whenAllHaveOneANewcomerIsNotCountedUntilSomeAreGone() {
        for (int i = 0; i < Destinations.MOST; i++) {
            towards(i).opened();
        }
        PeerAddress newcomer = address(Destinations.MOST);

        assertThat(destinations.towards(newcomer)).isNull();
        assertThat(destinations.towards(address(7))).as("the known ones are").isNotNull();

        towards(3).closed();
        for (int i = 0; i < Destinations.MOST; i++) {
            destinations.towards(newcomer);
        }
        assertThat(destinations.towards(newcomer)).isNotNull();
        assertThat(destinations.all()).hasSize(Destinations.MOST);
    }

    private Destination towards(int number) {
        return Objects.requireNonNull(destinations.towards(address(number)));
    }

    private static PeerAddress address(int number) {
        return PeerAddress.ofV4(0x0a00_0000 + number, 80);
    }
}
