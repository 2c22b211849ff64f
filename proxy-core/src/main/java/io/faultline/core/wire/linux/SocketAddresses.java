package io.faultline.core.wire.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import io.faultline.core.address.PeerAddress;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/** Reads and writes {@code sockaddr_in} and {@code sockaddr_in6}. */
final class SocketAddresses {

    static final int MAX_LENGTH = 28;

    private static final int V4_LENGTH = 16;
    private static final int V6_LENGTH = 28;
    private static final ValueLayout.OfShort NETWORK_SHORT =
            JAVA_SHORT.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfInt NETWORK_INT = JAVA_INT.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfLong NETWORK_LONG =
            JAVA_LONG.withOrder(ByteOrder.BIG_ENDIAN);

    private SocketAddresses() {}

    static PeerAddress read(MemorySegment memory) {
        int port = memory.get(NETWORK_SHORT, 2) & 0xFFFF;
        if (memory.get(JAVA_SHORT, 0) == Syscalls.AF_INET) {
            return PeerAddress.ofV4(memory.get(NETWORK_INT, 4), port);
        }
        return PeerAddress.ofV6(
                memory.get(NETWORK_LONG, 8),
                memory.get(NETWORK_LONG, 16),
                port,
                memory.get(JAVA_INT, 24));
    }

    /** Writes the address and returns its length. */
    static int write(PeerAddress address, MemorySegment memory) {
        memory.asSlice(0, MAX_LENGTH).fill((byte) 0);
        memory.set(NETWORK_SHORT, 2, (short) address.port());
        if (address.isV4()) {
            memory.set(JAVA_SHORT, 0, (short) Syscalls.AF_INET);
            memory.set(NETWORK_INT, 4, (int) address.low());
            return V4_LENGTH;
        }
        memory.set(JAVA_SHORT, 0, (short) Syscalls.AF_INET6);
        memory.set(NETWORK_LONG, 8, address.high());
        memory.set(NETWORK_LONG, 16, address.low());
        memory.set(JAVA_INT, 24, address.scopeId());
        return V6_LENGTH;
    }

    static int family(PeerAddress address) {
        return address.isV4() ? Syscalls.AF_INET : Syscalls.AF_INET6;
    }
}
