package io.faultline.app.unix;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;

/** Sends one datagram to a socket of the Unix domain, abstract names ({@code @name}) included. */
public final class UnixDatagram {

    private static final int DATAGRAM = 2 | 0x80000; // SOCK_DGRAM | SOCK_CLOEXEC
    private static final int QUIETLY = 0x4000 | 0x40; // MSG_NOSIGNAL | MSG_DONTWAIT

    private UnixDatagram() {}

    /** Never waits: whoever does not read its socket is not worth a thread of ours. */
    public static void send(String address, String text) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            UnixAddress to = UnixAddress.of(address, arena);
            var data = arena.allocateFrom(JAVA_BYTE, text.getBytes(StandardCharsets.UTF_8));
            int fd = UnixCalls.socket(UnixAddress.AF_UNIX, DATAGRAM);
            try {
                UnixCalls.sendTo(fd, data, QUIETLY, to.memory(), to.length());
            } finally {
                UnixCalls.close(fd);
            }
        }
    }
}
