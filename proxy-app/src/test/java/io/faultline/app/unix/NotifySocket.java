package io.faultline.app.unix;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.faultline.testkit.Eventually;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/** What a service manager listens on: each datagram with the process that sent it. */
public final class NotifySocket implements AutoCloseable {

    /** @param pid who said it */
    public record Told(int pid, String text) {}

    private static final int DATAGRAM = 2 | 0x80000;
    private static final int SO_PASSCRED = 16;
    private static final int SCM_CREDENTIALS = 2;
    private static final int ROOM = 4096;

    private final int fd;
    private final String address;
    private final List<Told> told = new CopyOnWriteArrayList<>();

    private NotifySocket(int fd, String address) {
        this.fd = fd;
        this.address = address;
    }

    /** @param address a path, or an abstract name that begins with {@code @} */
    public static NotifySocket at(String address) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            int fd = UnixCalls.socket(UnixAddress.AF_UNIX, DATAGRAM);
            UnixAddress own = UnixAddress.of(address, arena);
            UnixCalls.bind(fd, own.memory(), own.length());
            MemorySegment on = arena.allocate(4, 4);
            on.set(JAVA_INT, 0, 1);
            UnixCalls.setOption(fd, SO_PASSCRED, on);
            var socket = new NotifySocket(fd, address);
            Thread.ofPlatform().daemon().name("notify-socket").start(socket::listen);
            return socket;
        }
    }

    public String address() {
        return address;
    }

    public List<Told> told() {
        return List.copyOf(told);
    }

    /** The first message that says this, now or soon. */
    public Told await(String what, Predicate<String> wanted) {
        return Eventually.value(
                what + ", heard " + told,
                () ->
                        told.stream()
                                .filter(each -> wanted.test(each.text()))
                                .findFirst()
                                .orElse(null),
                found -> found != null);
    }

    private void listen() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment data = arena.allocate(ROOM);
            MemorySegment control = arena.allocate(64, 8);
            MemorySegment run = arena.allocate(16, 8);
            run.set(JAVA_LONG, 0, data.address());
            run.set(JAVA_LONG, 8, ROOM);
            MemorySegment head = arena.allocate(56, 8);
            while (true) {
                head.set(JAVA_LONG, 16, run.address());
                head.set(JAVA_LONG, 24, 1);
                head.set(JAVA_LONG, 32, control.address());
                head.set(JAVA_LONG, 40, control.byteSize());
                int length = UnixCalls.receive(fd, head, 0);
                if (length == 0) {
                    return; // shut down
                }
                int pid =
                        control.get(JAVA_INT, 12) == SCM_CREDENTIALS
                                ? control.get(JAVA_INT, 16)
                                : 0;
                byte[] text = data.asSlice(0, length).toArray(JAVA_BYTE);
                told.add(new Told(pid, new String(text, StandardCharsets.UTF_8)));
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    @Override
    public void close() throws IOException {
        UnixCalls.shutdown(fd);
        UnixCalls.close(fd);
    }
}
