package io.faultline.app.unix;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A connection that keeps messages apart and carries descriptors with them (SCM_RIGHTS). */
public final class UnixSocket implements Closeable {

    /** A message. Whoever received its descriptors closes them. */
    public record Message(String text, List<Integer> descriptors) {
        public Message(String text) {
            this(text, List.of());
        }
    }

    /** Who is at the other end, as the kernel knows it. */
    public record Peer(int pid, int user) {}

    static final int PACKETS = 5 | 0x80000; // SOCK_SEQPACKET | SOCK_CLOEXEC

    /** The kernel takes no more in one message (SCM_MAX_FD). */
    public static final int MOST_DESCRIPTORS = 253;

    private static final int SCM_RIGHTS = 1;
    private static final int MSG_NOSIGNAL = 0x4000;
    private static final int MSG_CMSG_CLOEXEC = 0x40000000;
    private static final int MSG_TRUNCATED = 0x20 | 0x8; // MSG_TRUNC | MSG_CTRUNC
    private static final int MOST_BYTES = 64 * 1024;
    private static final int CONTROL_HEAD = 16;
    private static final int CONTROL_BYTES = CONTROL_HEAD + 4 * (MOST_DESCRIPTORS + 1);

    // struct msghdr
    private static final int RUNS = 16;
    private static final int CONTROL = 32;
    private static final int FLAGS = 48;
    private static final int MESSAGE_BYTES = 56;

    private final int fd;
    private boolean closed;

    UnixSocket(int fd) {
        this.fd = fd;
    }

    public static UnixSocket connect(Path path) throws IOException {
        int fd = UnixCalls.socket(UnixAddress.AF_UNIX, PACKETS);
        try (Arena arena = Arena.ofConfined()) {
            UnixAddress address = UnixAddress.of(path.toString(), arena);
            UnixCalls.connect(fd, address.memory(), address.length());
            return new UnixSocket(fd);
        } catch (IOException failure) {
            UnixCalls.close(fd);
            throw failure;
        }
    }

    /** Who we are ourselves. */
    public static int ownUser() throws IOException {
        return UnixCalls.user();
    }

    public Peer peer() throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment credentials = arena.allocate(12, 4);
            MemorySegment length = arena.allocate(4, 4);
            length.set(JAVA_INT, 0, 12);
            UnixCalls.getOption(fd, UnixCalls.SO_PEERCRED, credentials, length);
            return new Peer(credentials.get(JAVA_INT, 0), credentials.get(JAVA_INT, 4));
        }
    }

    /** How long a message may be waited for; after it {@link #receive} throws. */
    public void patience(Duration atMost) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment time = arena.allocate(16, 8);
            time.set(JAVA_LONG, 0, atMost.toSeconds());
            time.set(JAVA_LONG, 8, atMost.toNanosPart() / 1000L);
            UnixCalls.setOption(fd, UnixCalls.SO_RCVTIMEO, time);
            UnixCalls.setOption(fd, UnixCalls.SO_SNDTIMEO, time);
        }
    }

    public void send(Message message) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            byte[] text = message.text().getBytes(StandardCharsets.UTF_8);
            MemorySegment data = arena.allocateFrom(JAVA_BYTE, text);
            MemorySegment head = head(arena, data, control(arena, message.descriptors()));
            UnixCalls.send(fd, head, MSG_NOSIGNAL);
        }
    }

    private static MemorySegment control(Arena arena, List<Integer> descriptors) {
        if (descriptors.isEmpty()) {
            return MemorySegment.NULL;
        }
        int length = CONTROL_HEAD + 4 * descriptors.size();
        MemorySegment control = arena.allocate((length + 7) & ~7, 8);
        control.set(JAVA_LONG, 0, length);
        control.set(JAVA_INT, 8, UnixCalls.SOL_SOCKET);
        control.set(JAVA_INT, 12, SCM_RIGHTS);
        for (int i = 0; i < descriptors.size(); i++) {
            control.set(JAVA_INT, CONTROL_HEAD + 4L * i, descriptors.get(i));
        }
        return control;
    }

    private static MemorySegment head(Arena arena, MemorySegment data, MemorySegment control) {
        MemorySegment run = arena.allocate(16, 8);
        run.set(JAVA_LONG, 0, data.address());
        run.set(JAVA_LONG, 8, data.byteSize());
        MemorySegment head = arena.allocate(MESSAGE_BYTES, 8);
        head.set(JAVA_LONG, RUNS, run.address());
        head.set(JAVA_LONG, RUNS + 8, 1);
        head.set(JAVA_LONG, CONTROL, control.address());
        head.set(JAVA_LONG, CONTROL + 8, control.byteSize());
        return head;
    }

    /**
     * Waits for the next message.
     *
     * @throws EOFException when the other end has gone
     */
    public Message receive() throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment data = arena.allocate(MOST_BYTES);
            MemorySegment control = arena.allocate(CONTROL_BYTES, 8);
            MemorySegment head = head(arena, data, control);
            int length = UnixCalls.receive(fd, head, MSG_CMSG_CLOEXEC);
            List<Integer> descriptors = descriptors(control, head.get(JAVA_LONG, CONTROL + 8));
            if (length == 0) {
                throw new EOFException("the other process has gone");
            }
            if ((head.get(JAVA_INT, FLAGS) & MSG_TRUNCATED) != 0) {
                for (int each : descriptors) {
                    UnixCalls.close(each);
                }
                throw new IOException("a message was cut: too long, or no descriptors are left");
            }
            byte[] text = data.asSlice(0, length).toArray(JAVA_BYTE);
            return new Message(new String(text, StandardCharsets.UTF_8), descriptors);
        }
    }

    private static List<Integer> descriptors(MemorySegment control, long filled) {
        List<Integer> found = new ArrayList<>();
        // One control message at most: nothing else was asked for.
        if (filled >= CONTROL_HEAD && control.get(JAVA_INT, 12) == SCM_RIGHTS) {
            for (long at = CONTROL_HEAD; at + 4 <= control.get(JAVA_LONG, 0); at += 4) {
                found.add(control.get(JAVA_INT, at));
            }
        }
        return found;
    }

    @Override
    public void close() throws IOException {
        if (!closed) {
            closed = true;
            UnixCalls.close(fd);
        }
    }
}
