package io.faultline.core.fault.host;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import io.faultline.core.address.PeerAddress;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The kernel's IPv6 neighbours. No file of /proc lists them, so they are asked for by netlink (rtnetlink(7),
 * RTM_GETNEIGH), which {@code ip -6 neigh} does too.
 *
 * <p>Never waits: the kernel puts its answer into our socket before it returns from our question. Reads
 * so many bytes and no more; who has more neighbours hears "unknown".
 */
final class NeighborsV6 {

    private static final int AF_NETLINK = 16;
    private static final int SOCK_RAW_CLOEXEC = 3 | 0x80000;
    private static final int NETLINK_ROUTE = 0;
    private static final int MSG_DONTWAIT = 0x40;
    private static final short RTM_NEWNEIGH = 28;
    private static final short RTM_GETNEIGH = 30;
    private static final short REQUEST_DUMP = 0x301;
    private static final short DONE = 3;
    private static final byte AF_INET6 = 10;
    private static final short NDA_DST = 1;
    private static final int UNANSWERED = 0x01 | 0x20; // NUD_INCOMPLETE, NUD_FAILED
    private static final int ANSWERED = 0x02 | 0x04 | 0x08 | 0x10 | 0x80; // ... and NUD_PERMANENT

    private static final int HEADER = 16; // struct nlmsghdr
    private static final int NEIGHBOR = 12; // struct ndmsg
    private static final int ATTRIBUTE = 4; // struct rtattr
    private static final int REQUEST = HEADER + NEIGHBOR;
    private static final int BUFFER = 32 * 1024; // what the kernel fills at once at most
    private static final int MOST_BUFFERS = 32;

    private static final Linker LINKER = Linker.nativeLinker();
    private static final MethodHandle SOCKET =
            call("socket", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT);
    private static final MethodHandle SEND =
            call("send", JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT);
    private static final MethodHandle RECV =
            call("recv", JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT);
    private static final MethodHandle CLOSE = call("close", JAVA_INT, JAVA_INT);

    private final MemorySegment buffer = Arena.ofAuto().allocate(BUFFER, 8);

    private static MethodHandle call(String name, MemoryLayout result, MemoryLayout... arguments) {
        return LINKER.downcallHandle(
                LINKER.defaultLookup().find(name).orElseThrow(),
                FunctionDescriptor.of(result, arguments));
    }

    /** Or null where this is not Linux. */
    static @Nullable NeighborsV6 ofThisHost() {
        return "Linux".equals(System.getProperty("os.name")) ? new NeighborsV6() : null;
    }

    /** Or null where the system does not tell. Not for two threads at once. */
    @Nullable Map<PeerAddress, Neighbor> read() {
        try {
            int socket = (int) SOCKET.invokeExact(AF_NETLINK, SOCK_RAW_CLOEXEC, NETLINK_ROUTE);
            if (socket < 0) {
                return null;
            }
            try {
                return ask(socket);
            } finally {
                int ignored = (int) CLOSE.invokeExact(socket);
            }
        } catch (Throwable e) {
            throw new IllegalStateException("a call that throws nothing has thrown", e);
        }
    }

    private @Nullable Map<PeerAddress, Neighbor> ask(int socket) throws Throwable {
        buffer.asSlice(0, REQUEST).fill((byte) 0);
        buffer.set(JAVA_INT, 0, REQUEST);
        buffer.set(JAVA_SHORT, 4, RTM_GETNEIGH);
        buffer.set(JAVA_SHORT, 6, REQUEST_DUMP);
        buffer.set(JAVA_BYTE, HEADER, AF_INET6);
        if ((long) SEND.invokeExact(socket, buffer.address(), (long) REQUEST, 0) < 0) {
            return null;
        }
        Map<PeerAddress, Neighbor> found = new HashMap<>();
        for (int i = 0; i < MOST_BUFFERS; i++) {
            long size =
                    (long) RECV.invokeExact(socket, buffer.address(), (long) BUFFER, MSG_DONTWAIT);
            if (size <= 0) {
                return null;
            }
            if (take(buffer.asSlice(0, size), found)) {
                return found;
            }
        }
        return null;
    }

    /**
     * @param messages as they came
     * @return whether the last one has come
     */
    static boolean take(MemorySegment messages, Map<PeerAddress, Neighbor> into) {
        long at = 0;
        while (at + HEADER <= messages.byteSize()) {
            int length = messages.get(JAVA_INT, at);
            short type = messages.get(JAVA_SHORT, at + 4);
            if (type == DONE || length < HEADER || at + length > messages.byteSize()) {
                return true;
            }
            if (type == RTM_NEWNEIGH && length >= REQUEST) {
                neighbor(messages.asSlice(at, length), into);
            }
            at += aligned(length);
        }
        return false;
    }

    private static void neighbor(MemorySegment message, Map<PeerAddress, Neighbor> into) {
        int state = message.get(JAVA_SHORT, HEADER + 8);
        boolean answered = (state & ANSWERED) != 0;
        if (!answered && (state & UNANSWERED) == 0) {
            return; // NUD_NOARP, NUD_NONE: nobody asks for it
        }
        long at = REQUEST;
        while (at + ATTRIBUTE <= message.byteSize()) {
            int length = Short.toUnsignedInt(message.get(JAVA_SHORT, at));
            if (length < ATTRIBUTE || at + length > message.byteSize()) {
                return;
            }
            if (message.get(JAVA_SHORT, at + 2) == NDA_DST && length == ATTRIBUTE + 16) {
                byte[] address = message.asSlice(at + ATTRIBUTE, 16).toArray(JAVA_BYTE);
                into.merge(
                        PeerAddress.fromBytes(address, 0, address.length, 0),
                        answered ? Neighbor.RESOLVED : Neighbor.INCOMPLETE,
                        NeighborTable::better);
            }
            at += aligned(length);
        }
    }

    /** NLMSG_ALIGN, RTA_ALIGN. */
    private static int aligned(int length) {
        return length + 3 & ~3;
    }
}
