package io.faultline.app.systemd;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.faultline.app.handover.Lineage;
import io.faultline.testkit.Eventually;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Does what a service manager does: holds listening sockets, and starts a program with them as its
 * descriptors from 3 on. When the program has gone it still holds them, and clients wait.
 */
public final class Activator implements AutoCloseable {

    private static final Linker LINKER = Linker.nativeLinker();
    private static final MethodHandle INIT = call("posix_spawn_file_actions_init", ADDRESS);
    private static final MethodHandle DUP2 =
            call("posix_spawn_file_actions_adddup2", ADDRESS, JAVA_INT, JAVA_INT);
    private static final MethodHandle CLOSE =
            call("posix_spawn_file_actions_addclose", ADDRESS, JAVA_INT);
    private static final MethodHandle OPEN =
            call(
                    "posix_spawn_file_actions_addopen",
                    ADDRESS,
                    JAVA_INT,
                    ADDRESS,
                    JAVA_INT,
                    JAVA_INT);
    private static final MethodHandle SPAWN =
            call("posix_spawnp", ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS);
    private static final MethodHandle WAITPID = call("waitpid", JAVA_INT, ADDRESS, JAVA_INT);

    private static final int FIRST = 3;
    private static final int ASIDE = 400; // where sockets lie while 3, 4, ... are filled
    private static final int WRITE_CREATE_TRUNCATE = 1 | 0x40 | 0x200;
    private static final int WITHOUT_WAITING = 1;

    private final EventLoopGroup loop =
            new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    private final List<EpollServerSocketChannel> sockets = new ArrayList<>();
    private final List<Activated> started = new ArrayList<>();

    private static MethodHandle call(String name, MemoryLayout... arguments) {
        return LINKER.downcallHandle(
                LINKER.defaultLookup().find(name).orElseThrow(),
                FunctionDescriptor.of(JAVA_INT, arguments));
    }

    /** One more socket on a port of the system's choice. */
    public int listen() {
        return listen(0);
    }

    /** One more socket on a port that others of ours may have (SO_REUSEPORT): one more queue. */
    public int listen(int port) {
        var channel =
                (EpollServerSocketChannel)
                        new ServerBootstrap()
                                .group(loop)
                                .channel(EpollServerSocketChannel.class)
                                .option(ChannelOption.AUTO_READ, false)
                                .option(EpollChannelOption.SO_REUSEPORT, true)
                                .option(ChannelOption.SO_BACKLOG, 1024)
                                .childHandler(new ChannelInboundHandlerAdapter())
                                .bind("127.0.0.1", port)
                                .syncUninterruptibly()
                                .channel();
        sockets.add(channel);
        return channel.localAddress().getPort();
    }

    /** Starts it with all sockets. */
    public Activated start(Path output, List<String> command, Map<String, String> more) {
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.putAll(more);
        environment.put("LISTEN_FDS", Integer.toString(sockets.size()));
        // Only the child knows its number.
        List<String> all =
                new ArrayList<>(List.of("sh", "-c", "export LISTEN_PID=$$; exec \"$@\"", "sh"));
        all.addAll(command);
        var activated = new Activated(spawn(output, all, environment), output);
        started.add(activated);
        return activated;
    }

    private int spawn(Path output, List<String> command, Map<String, String> environment) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment actions = arena.allocate(256, 8);
            done((int) INIT.invoke(actions));
            for (int i = 0; i < sockets.size(); i++) {
                done((int) DUP2.invoke(actions, sockets.get(i).fd().intValue(), ASIDE + i));
            }
            for (int i = 0; i < sockets.size(); i++) {
                done((int) DUP2.invoke(actions, ASIDE + i, FIRST + i));
                done((int) CLOSE.invoke(actions, ASIDE + i));
            }
            MemorySegment path = arena.allocateFrom(output.toString());
            done((int) OPEN.invoke(actions, 1, path, WRITE_CREATE_TRUNCATE, 0600));
            done((int) DUP2.invoke(actions, 1, 2));
            MemorySegment pid = arena.allocate(4, 4);
            List<String> variables =
                    environment.entrySet().stream()
                            .map(each -> each.getKey() + "=" + each.getValue())
                            .toList();
            done(
                    (int)
                            SPAWN.invoke(
                                    pid,
                                    arena.allocateFrom(command.getFirst()),
                                    actions,
                                    MemorySegment.NULL,
                                    strings(arena, command),
                                    strings(arena, variables)));
            return pid.get(JAVA_INT, 0);
        } catch (Throwable t) {
            throw new AssertionError(t);
        }
    }

    private static void done(int errno) {
        if (errno != 0) {
            throw new AssertionError("errno " + errno);
        }
    }

    private static MemorySegment strings(Arena arena, List<String> texts) {
        MemorySegment array = arena.allocate(ADDRESS, texts.size() + 1L);
        for (int i = 0; i < texts.size(); i++) {
            array.setAtIndex(ADDRESS, i, arena.allocateFrom(texts.get(i)));
        }
        return array;
    }

    @Override
    public void close() {
        started.forEach(Activated::kill);
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }

    /** A process that was started with our sockets. */
    public static final class Activated {

        private final int pid;
        private final Path output;
        private int exit = -1;

        private Activated(int pid, Path output) {
            this.pid = pid;
            this.output = output;
        }

        public int pid() {
            return pid;
        }

        public String awaitLine(String part) {
            return Eventually.value(
                    "'" + part + "' in the output",
                    () ->
                            lines().stream()
                                    .filter(each -> each.contains(part))
                                    .findFirst()
                                    .orElseGet(() -> hasEnded() ? "ended: " + lines() : ""),
                    found -> !found.isEmpty());
        }

        public List<String> lines() {
            try {
                return Files.exists(output) ? Files.readAllLines(output) : List.of();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        public void terminate() {
            ProcessHandle.of(pid).ifPresent(ProcessHandle::destroy);
        }

        public int awaitExit() {
            Eventually.until("the end of " + pid, this::hasEnded);
            return exit;
        }

        /** It is our child, so nobody else takes its exit code away. */
        private synchronized boolean hasEnded() {
            if (exit >= 0) {
                return true;
            }
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment status = arena.allocate(4, 4);
                if ((int) WAITPID.invoke(pid, status, WITHOUT_WAITING) == pid) {
                    int raw = status.get(JAVA_INT, 0);
                    exit = (raw & 0x7f) == 0 ? raw >> 8 & 0xff : 128 + (raw & 0x7f);
                }
                return exit >= 0;
            } catch (Throwable t) {
                throw new AssertionError(t);
            }
        }

        void kill() {
            Lineage.endSuccessors(pid, lines());
            if (!hasEnded()) {
                ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
                awaitExit();
            }
        }
    }
}
