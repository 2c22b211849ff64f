package io.faultline.app.systemd;

import io.faultline.app.unix.UnixDatagram;
import java.io.IOException;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Tells the service manager how we are: sd_notify(3). Without {@code NOTIFY_SOCKET} there is none, and
 * nothing is said. A manager that cannot be reached is told of once and never harms the service.
 */
public final class Supervisor {

    private static final long NANOS_PER_MICRO = 1_000;

    private final @Nullable String socket;
    private final OptionalLong watchdogMicros;
    private final Consumer<String> say;
    private boolean failed;
    private boolean silent;

    private Supervisor(@Nullable String socket, OptionalLong watchdogMicros, Consumer<String> say) {
        this.socket = socket;
        this.watchdogMicros = watchdogMicros;
        this.say = say;
    }

    public static Supervisor of(Map<String, String> environment, Consumer<String> say) {
        String socket = environment.get("NOTIFY_SOCKET");
        return new Supervisor(
                socket == null || socket.isEmpty() ? null : socket, watchdog(environment), say);
    }

    private static OptionalLong watchdog(Map<String, String> environment) {
        String pid = environment.get("WATCHDOG_PID");
        String micros = environment.get("WATCHDOG_USEC");
        boolean ours = pid == null || pid.equals(Long.toString(ProcessHandle.current().pid()));
        try {
            return ours && micros != null
                    ? OptionalLong.of(Long.parseLong(micros))
                    : OptionalLong.empty();
        } catch (NumberFormatException e) {
            return OptionalLong.empty();
        }
    }

    /** How often it wants to hear that we live, if it does. Half of the time after which it kills us. */
    public OptionalLong watchdogMicros() {
        return socket == null || watchdogMicros.isEmpty() || watchdogMicros.getAsLong() < 2
                ? OptionalLong.empty()
                : OptionalLong.of(watchdogMicros.getAsLong() / 2);
    }

    public void ready(String status) {
        tell("READY=1\nSTATUS=" + status);
    }

    /** Type=notify-reload wants the time too, to tell this reload from one before. */
    public void reloading() {
        tell("RELOADING=1\nMONOTONIC_USEC=" + System.nanoTime() / NANOS_PER_MICRO);
    }

    public void stopping(String status) {
        tell("STOPPING=1\nSTATUS=" + status);
    }

    public void status(String status) {
        tell("STATUS=" + status);
    }

    public void alive() {
        tell("WATCHDOG=1");
    }

    /** From now on that process is the service. What we say afterwards would be taken for its word. */
    public synchronized void replacedBy(long pid) {
        tell("MAINPID=" + pid);
        silent = true;
    }

    private synchronized void tell(String message) {
        if (socket == null || silent) {
            return;
        }
        try {
            UnixDatagram.send(socket, message);
            failed = false;
        } catch (IOException e) {
            if (!failed) {
                failed = true;
                say.accept("NOTIFY_SOCKET " + socket + " cannot be reached: " + e.getMessage());
            }
        }
    }
}
