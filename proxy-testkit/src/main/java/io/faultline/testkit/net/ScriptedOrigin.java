package io.faultline.testkit.net;

import io.faultline.testkit.Eventually;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * A TCP server on a port of its own that follows a script: the first {@link Behaviour} for the first
 * connection, the second for the second, the last for all that follow. It can die and come back on
 * the same port; while it is dead the port refuses connections and nobody else can get it.
 *
 * <pre>{@code
 * try (var origin = ScriptedOrigin.start(Behaviour.echo())) { ... origin.port() ... }
 * }</pre>
 */
public final class ScriptedOrigin implements Closeable {

    private final OriginSettings settings;
    private final InetSocketAddress address;
    private final List<OriginConnection> connections = new CopyOnWriteArrayList<>();
    private final List<Throwable> brokenScripts = new CopyOnWriteArrayList<>();
    private volatile List<Behaviour> script;
    private int scriptStart;
    private @Nullable ServerSocket listener;
    private @Nullable Thread acceptor;
    private @Nullable ReservedPort reserved;

    private ScriptedOrigin(OriginSettings settings, List<Behaviour> script) throws IOException {
        this.settings = settings;
        this.script = script;
        this.listener = settings.listen(new InetSocketAddress(settings.host(), 0));
        this.address = (InetSocketAddress) listener.getLocalSocketAddress();
        this.acceptor = accept(listener);
    }

    /** On 127.0.0.1, with default socket buffers. */
    public static ScriptedOrigin start(Behaviour... script) {
        return start(OriginSettings.defaults(), script);
    }

    public static ScriptedOrigin start(OriginSettings settings, Behaviour... script) {
        try {
            return new ScriptedOrigin(settings, List.of(script));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start an origin on " + settings.host(), e);
        }
    }

    public int port() {
        return address.getPort();
    }

    public InetSocketAddress address() {
        return address;
    }

    /** {@code 127.0.0.1:4711} or {@code [::1]:4711}, as it stands in a config file. */
    public String hostPort() {
        InetAddress host = address.getAddress();
        return host.getAddress().length == 4
                ? host.getHostAddress() + ":" + port()
                : "[" + host.getHostAddress() + "]:" + port();
    }

    /** From the next connection on, this script. */
    public synchronized void becomes(Behaviour... newScript) {
        scriptStart = connections.size();
        script = List.of(newScript);
    }

    /** How many connections were ever accepted. */
    public int accepted() {
        return connections.size();
    }

    public long open() {
        return connections.stream().filter(OriginConnection::isOpen).count();
    }

    /** All connections ever accepted, oldest first. */
    public List<OriginConnection> connections() {
        return List.copyOf(connections);
    }

    /** Waits for the nth connection, counted from 1. */
    public OriginConnection awaitConnection(int number) {
        Eventually.value(
                "connection " + number + " at the origin on port " + port(),
                this::accepted,
                seen -> seen >= number);
        return connections.get(number - 1);
    }

    /** Stops listening. What is open stays open. */
    public void stopAccepting() {
        Thread ending;
        synchronized (this) {
            if (listener == null || acceptor == null) {
                return;
            }
            quietly(listener);
            listener = null;
            ending = acceptor;
            acceptor = null;
        }
        // The kernel's listener is gone only when the thread inside accept() has left it.
        Eventually.until("the accept loop to end", () -> !ending.isAlive());
        synchronized (this) {
            reserved = ReservedPort.at(address);
        }
    }

    /** The process ends: stops listening and closes every connection. */
    public void stop() {
        stopAccepting();
        connections.forEach(each -> quietly(each::close));
    }

    /** The host is cut off the hard way: stops listening and resets every connection. */
    public void kill() {
        stopAccepting();
        connections.forEach(each -> quietly(each::reset));
    }

    /** Listens again on the same port. */
    public synchronized void restart() {
        if (listener != null) {
            throw new IllegalStateException("the origin on port " + port() + " is running");
        }
        try {
            listener = settings.listen(address);
            acceptor = accept(listener);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot listen again on " + address, e);
        }
        release();
    }

    /** Ends everything. Fails if a behaviour broke for another reason than the network. */
    @Override
    public void close() {
        stop();
        synchronized (this) {
            release();
        }
        if (!brokenScripts.isEmpty()) {
            var broken = new AssertionError("a behaviour of the origin broke");
            brokenScripts.forEach(broken::addSuppressed);
            throw broken;
        }
    }

    private void release() {
        if (reserved != null) {
            reserved.close();
            reserved = null;
        }
    }

    private Thread accept(ServerSocket on) {
        return Thread.ofVirtual()
                .name("origin-" + on.getLocalPort())
                .start(
                        () -> {
                            try {
                                while (true) {
                                    admit(on.accept());
                                }
                            } catch (IOException stopped) {
                                quietly(on);
                            }
                        });
    }

    private synchronized void admit(Socket socket) {
        var current = script;
        var connection = new OriginConnection(connections.size() + 1, socket);
        int line = Math.min(connections.size() - scriptStart, current.size() - 1);
        connections.add(connection);
        if (listener == null) {
            quietly(connection::close); // accepted in the instant of the stop
            return;
        }
        Thread.ofVirtual().start(() -> serve(connection, current.get(line)));
    }

    private void serve(OriginConnection connection, Behaviour behaviour) {
        try {
            if (settings.proxyHeader()) {
                connection.takePreamble();
            }
            behaviour.serve(connection);
        } catch (IOException expected) {
            // The peer tore it down, or the origin was stopped: OriginConnection.ending() tells.
        } catch (RuntimeException | Error broken) {
            brokenScripts.add(broken);
        } finally {
            quietly(connection::close);
        }
    }

    private static void quietly(Closeable closeable) {
        try {
            closeable.close();
        } catch (IOException alreadyGone) {
            // Nothing a test could do about it.
        }
    }
}
