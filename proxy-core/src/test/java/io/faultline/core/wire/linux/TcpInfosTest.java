package io.faultline.core.wire.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.core.wire.TcpInfo;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;

/** The structure as {@code linux/tcp.h} lays it out, and as kernels of different age fill it. */
class TcpInfosTest {

    private final MemorySegment struct = Arena.ofAuto().allocate(512, 8);

    TcpInfosTest() {
        struct.set(JAVA_BYTE, 0, (byte) 1);
        struct.set(JAVA_BYTE, 2, (byte) 200); // above what a signed byte holds
        struct.set(JAVA_BYTE, 3, (byte) 4);
        struct.set(JAVA_INT, 16, 1448);
        struct.set(JAVA_INT, 24, 7);
        struct.set(JAVA_INT, 32, 2);
        struct.set(JAVA_INT, 52, 30_012);
        struct.set(JAVA_INT, 56, 30_011);
        struct.set(JAVA_INT, 60, 1500);
        struct.set(JAVA_INT, 68, 520);
        struct.set(JAVA_INT, 72, 130);
        struct.set(JAVA_INT, 80, 10);
        struct.set(JAVA_INT, 100, 9);
        struct.set(JAVA_INT, 140, 77);
        struct.set(JAVA_INT, 144, 5_000);
        struct.set(JAVA_LONG, 208, 13_032L);
        struct.set(JAVA_INT, 224, 3);
        struct.set(JAVA_INT, 228, 0);
    }

    @Test
    void aKernelOfTodayTellsAll() {
        assertThat(TcpInfos.parse(struct, 232))
                .isEqualTo(
                        new TcpInfo(
                                TcpInfo.ESTABLISHED,
                                200,
                                4,
                                520,
                                130,
                                9,
                                7,
                                2,
                                10,
                                1448,
                                1500,
                                30_012,
                                30_011,
                                5_000,
                                13_032,
                                3,
                                0,
                                77));
    }

    @Test
    void whatAKernelDoesNotTellIsUntoldAndNotNothing() {
        TcpInfo old = TcpInfos.parse(struct, 104);
        assertThat(old.unacked()).isEqualTo(7);
        assertThat(old.unsentBytes()).isEqualTo(TcpInfo.UNTOLD);
        assertThat(old.retransmittedBytes()).isEqualTo(TcpInfo.UNTOLD);
        assertThat(old.outOfOrder()).isEqualTo(TcpInfo.UNTOLD);
        assertThat(old.segmentsIn()).isEqualTo(TcpInfo.UNTOLD);
        assertThat(old.sendWindow()).as("unknown, and not closed").isEqualTo(TcpInfo.UNTOLD);

        TcpInfo middling = TcpInfos.parse(struct, 216);
        assertThat(middling.unsentBytes()).isEqualTo(5_000);
        assertThat(middling.retransmittedBytes()).isEqualTo(13_032);
        assertThat(middling.sendWindow()).isEqualTo(TcpInfo.UNTOLD);
    }
}
