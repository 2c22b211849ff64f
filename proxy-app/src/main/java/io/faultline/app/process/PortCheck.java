package io.faultline.app.process;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Locale;
import java.util.Optional;

/**
 * Whether an address can be bound, and in words why not.
 *
 * <p>The listeners themselves bind with SO_REUSEPORT, one socket per worker. To the kernel a second
 * Faultline of the same user is then welcome on the same port, and half of the connections would go
 * there. So the address is bound alone first, without that option: this fails when anybody has it.
 */
public final class PortCheck {

    private PortCheck() {}

    /** Empty when the address is free; otherwise what is in the way, as a sentence's second half. */
    public static Optional<String> obstacle(InetSocketAddress address) {
        if (address.isUnresolved()) {
            return Optional.of(
                    "'" + address.getHostString() + "' is neither an address nor a known name");
        }
        try (var probe = new ServerSocket()) {
            probe.setReuseAddress(true); // an old server's TIME_WAIT is no obstacle
            probe.bind(address);
            return Optional.empty();
        } catch (BindException e) {
            return Optional.of(explain(address, String.valueOf(e.getMessage())));
        } catch (IOException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private static String explain(InetSocketAddress address, String message) {
        String kind = message.toLowerCase(Locale.ROOT);
        if (kind.contains("permission denied")) {
            return "ports below 1024 need a permission: run as root, or 'setcap"
                    + " cap_net_bind_service=+ep' on the java binary, or lower"
                    + " net.ipv4.ip_unprivileged_port_start";
        }
        if (kind.contains("cannot assign")) {
            return address.getAddress().getHostAddress()
                    + " is not an address of this machine (see 'ip addr')";
        }
        return PortOwner.of(address.getPort())
                .map(owner -> owner + " holds it (stop it with 'kill " + owner.pid() + "')")
                .or(() -> BusyPort.of(address.getPort()))
                .orElse("another user's process holds it (see 'ss -ltnp' as root)");
    }
}
