package io.faultline.core.listen;

import io.faultline.core.address.PeerAddress;
import io.faultline.core.config.value.HostPort;
import io.faultline.core.wire.InheritedSocket;
import io.faultline.core.wire.linux.Descriptors;
import io.netty.util.NetUtil;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The listening sockets that others bound for this process. A listener finds its own by address, and by
 * name where no address fits: with port 0 only the name says which one is meant.
 *
 * <p>They are kept open here for as long as whoever gave them does. A listener that a reload takes away
 * and the next one brings back could not be bound again: the giver still holds its address.
 *
 * <p>Called by the thread that starts the process, then on the control thread.
 */
public final class InheritedSockets {

    private final List<InheritedSocket> all;
    private final Set<InheritedSocket> claimed = new HashSet<>();

    public InheritedSockets(List<InheritedSocket> all) {
        this.all = new ArrayList<>(all);
    }

    public static InheritedSockets none() {
        return new InheritedSockets(List.of());
    }

    /** Those meant for a listener; empty when it has to bind its own. They stay open here. */
    public List<InheritedSocket> claim(String name, HostPort bind) {
        List<InheritedSocket> found =
                all.stream().filter(each -> isAt(each.address(), bind)).toList();
        if (found.isEmpty()) {
            found = all.stream().filter(each -> isCalled(each, name, bind)).toList();
        }
        claimed.addAll(found);
        return found;
    }

    /** A predecessor's name counts for port 0 alone: else a listener that has moved would stay there. */
    private static boolean isCalled(InheritedSocket socket, String name, HostPort bind) {
        return !name.isEmpty() && socket.name().equals(name) && (socket.kept() || bind.port() == 0);
    }

    /** Whether a socket is where a listener wants to be. */
    public static boolean isAt(PeerAddress address, HostPort bind) {
        byte[] wanted = NetUtil.createByteArrayFromIpAddressString(bind.host());
        return address.port() == bind.port() && Arrays.equals(address.addressBytes(), wanted);
    }

    /** Whether one of them has this port, at whatever address. */
    public boolean holdsPort(int port) {
        return all.stream().anyMatch(each -> each.address().port() == port);
    }

    /** Those that nobody asked for. */
    public List<InheritedSocket> unclaimed() {
        return all.stream().filter(each -> !claimed.contains(each)).toList();
    }

    /** Whoever claimed them has a descriptor of its own by now; those of a giver that stays are kept. */
    public void letGo() {
        all.stream()
                .filter(each -> !each.kept())
                .forEach(each -> Descriptors.close(each.descriptor()));
        all.removeIf(each -> !each.kept());
    }
}
