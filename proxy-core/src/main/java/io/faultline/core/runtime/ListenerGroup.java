package io.faultline.core.runtime;

import io.faultline.core.address.PeerAddress;
import io.faultline.core.config.value.HostPort;
import io.faultline.core.listen.ConnectionIntake;
import io.faultline.core.listen.Door;
import io.faultline.core.wire.ListeningSocket;
import java.util.List;

/** One configured listener: a listening socket per worker, all on the same address. */
public final class ListenerGroup {

    private final String name;
    private final HostPort bind;
    private final List<ListeningSocket> sockets;
    private final List<Door> doors; // in the order of the workers

    ListenerGroup(String name, HostPort bind, List<ListeningSocket> sockets, List<Door> doors) {
        this.name = name;
        this.bind = bind;
        this.sockets = List.copyOf(sockets);
        this.doors = List.copyOf(doors);
    }

    public String name() {
        return name;
    }

    /** As it is written. */
    HostPort bind() {
        return bind;
    }

    List<ListeningSocket> sockets() {
        return sockets;
    }

    /** With the port the system gave where the configuration said 0. */
    public PeerAddress boundAddress() {
        return sockets.getFirst().boundAddress();
    }

    /** The same sockets under the name that another configuration gives them. */
    ListenerGroup named(String other) {
        return other.equals(name) ? this : new ListenerGroup(other, bind, sockets, doors);
    }

    /** Whether the sockets are the same. */
    boolean isAt(ListenerGroup other) {
        return doors.equals(other.doors);
    }

    void accept() {
        sockets.forEach(ListeningSocket::accept);
    }

    /** New connections are served by these from now on. */
    void leadTo(List<ConnectionIntake> intakes) {
        for (int i = 0; i < doors.size(); i++) {
            doors.get(i).leadsTo(intakes.get(i));
        }
    }

    void close() {
        sockets.forEach(ListeningSocket::close);
    }
}
