package io.faultline.app.unix;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;

/** A {@code sockaddr_un}. A name that begins with {@code @} is an abstract one and stands in no folder. */
record UnixAddress(MemorySegment memory, int length) {

    static final int AF_UNIX = 1;

    private static final int MOST_BYTES = 108;
    private static final int PATH = 2;

    static UnixAddress of(String name, Arena arena) throws IOException {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        boolean isAbstract = name.startsWith("@");
        // One byte is left for the zero that ends a path.
        if (bytes.length >= MOST_BYTES) {
            throw new IOException(
                    name
                            + " is too long for a Unix socket: "
                            + (MOST_BYTES - 1)
                            + " bytes at most");
        }
        MemorySegment memory = arena.allocate(PATH + MOST_BYTES, 2);
        memory.set(JAVA_SHORT, 0, (short) AF_UNIX);
        MemorySegment.copy(bytes, 0, memory, JAVA_BYTE, PATH, bytes.length);
        if (isAbstract) {
            memory.set(JAVA_BYTE, PATH, (byte) 0);
        }
        return new UnixAddress(memory, PATH + bytes.length + (isAbstract ? 0 : 1));
    }
}
