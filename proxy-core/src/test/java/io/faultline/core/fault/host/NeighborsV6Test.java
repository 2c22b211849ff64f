package io.faultline.core.fault.host;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;
import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.core.address.PeerAddress;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class NeighborsV6Test {

    private static final int MESSAGE = 16 + 12 + 4 + 16;

    private final MemorySegment messages = Arena.ofAuto().allocate(4 * MESSAGE, 8);
    private final Map<PeerAddress, Neighbor> found = new HashMap<>();

    @Test
    @EnabledOnOs(OS.LINUX)
    void theKernelAnswersAtOnce() {
        assertThat(new NeighborsV6().read()).isNotNull();
    }

    @Test
    void statesAreTold() {
        neighbor(0, 1, 0x02);
        neighbor(1, 2, 0x01);
        neighbor(2, 3, 0x20);
        neighbor(3, 4, 0x40); // NUD_NOARP

        assertThat(NeighborsV6.take(messages, found)).as("more may come").isFalse();

        assertThat(found)
                .containsOnly(
                        Map.entry(address(1), Neighbor.RESOLVED),
                        Map.entry(address(2), Neighbor.INCOMPLETE),
                        Map.entry(address(3), Neighbor.INCOMPLETE));
    }

    @Test
    void oneLinkThatAnswersIsAnAnswer() {
        neighbor(0, 1, 0x04);
        neighbor(1, 1, 0x20);
        messages.set(JAVA_INT, 2 * MESSAGE, 20);
        messages.set(JAVA_SHORT, 2 * MESSAGE + 4, (short) 3);

        assertThat(NeighborsV6.take(messages, found)).as("that was all").isTrue();

        assertThat(found).containsOnly(Map.entry(address(1), Neighbor.RESOLVED));
    }

    @Test
    void bentMessagesAreNotReadBeyondTheirEnd() {
        for (int length : new int[] {0, 15, 17, 28, 47, 1 << 20, -4}) {
            neighbor(0, 1, 0x02);
            messages.set(JAVA_INT, 0, length);
            NeighborsV6.take(messages.asSlice(0, MESSAGE), found);
        }
        neighbor(0, 1, 0x02);
        messages.set(JAVA_SHORT, 28, (short) 200);
        NeighborsV6.take(messages.asSlice(0, MESSAGE), found);

        assertThat(found).isEmpty();
    }

    private void neighbor(int place, long low, int state) {
        long at = (long) place * MESSAGE;
        messages.asSlice(at, MESSAGE).fill((byte) 0);
        messages.set(JAVA_INT, at, MESSAGE);
        messages.set(JAVA_SHORT, at + 4, (short) 28);
        messages.set(JAVA_BYTE, at + 16, (byte) 10);
        messages.set(JAVA_SHORT, at + 16 + 8, (short) state);
        messages.set(JAVA_SHORT, at + 28, (short) 20);
        messages.set(JAVA_SHORT, at + 30, (short) 1);
        MemorySegment.copy(
                MemorySegment.ofArray(address(low).addressBytes()), 0, messages, at + 32, 16);
    }

    private static PeerAddress address(long low) {
        return PeerAddress.ofV6(0x2001_0db8_0000_0000L, low, 0, 0);
    }
}
