package io.faultline.core.runtime;

import io.faultline.core.address.PeerAddress;
import io.faultline.core.config.ListenerConfig;
import io.faultline.core.config.value.HostPort;
import io.faultline.core.listen.ConnectionIntake;
import io.faultline.core.listen.Door;
import io.faultline.core.runtime.listening.DoorNumbers;
import io.faultline.core.runtime.listening.ListenerGroup;
import io.faultline.core.wire.BindFailure;
import io.faultline.core.wire.InheritedSocket;
import io.faultline.core.wire.ListeningSocket;
import io.faultline.core.worker.Worker;
import io.netty.util.NetUtil;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The listeners of a configuration that is not in force yet. Those at an address that is served already
 * keep their sockets, and not one connection in the kernel's queue is lost; the others are bound.
 */
final class Listeners {

    /** One of them, with what is to stand behind its doors. */
    private record Planned(ListenerGroup group, List<ConnectionIntake> intakes, boolean isNew) {}

    private final List<WorkerRoom> rooms;
    private final List<ListenerGroup> before;
    private final DoorNumbers numbers;
    private final Surroundings surroundings;
    private final List<Planned> planned = new ArrayList<>();

    Listeners(ServerParts parts, List<ListenerGroup> before) {
        this.rooms = parts.rooms();
        this.before = before;
        this.numbers = parts.doorNumbers();
        this.surroundings = parts.surroundings();
    }

    /** When one address cannot be had, those bound before are let go by {@link #abandon}. */
    void plan(List<ListenerConfig> configs, Intakes intakes) throws StartFailure {
        try {
            for (ListenerConfig config : configs) {
                plan(config, intakes.of(config));
            }
        } catch (BindFailure failure) {
            throw StartFailure.of(failure);
        }
    }

    private void plan(ListenerConfig config, List<ConnectionIntake> intakes) throws BindFailure {
        ListenerGroup known = known(config);
        if (known != null) {
            planned.add(new Planned(known.named(config.name()), intakes, false));
            return;
        }
        List<InheritedSocket> given = surroundings.inherited().claim(config.name(), config.bind());
        ListenerGroup opened =
                given.isEmpty() ? bind(config, intakes) : adopt(config, intakes, given);
        planned.add(new Planned(opened, intakes, true));
    }

    private @Nullable ListenerGroup known(ListenerConfig config) {
        ListenerGroup found = null;
        for (ListenerGroup each : before) {
            boolean sameAddress = each.bind().equals(config.bind());
            boolean sameName = each.name().equals(config.name());
            // Port 0 is another port each time; there only the name says which one is meant.
            if (sameAddress && (sameName || config.bind().port() != 0 && found == null)) {
                found = each;
            }
        }
        return found;
    }

    private ListenerGroup bind(ListenerConfig config, List<ConnectionIntake> intakes)
            throws BindFailure {
        PeerAddress address = address(config.bind());
        boolean shared = surroundings.transport().isEpoll();
        List<ListeningSocket> sockets = new ArrayList<>();
        List<Door> doors = new ArrayList<>();
        try {
            if (shared && !surroundings.overlaps() && !isOurs(address.port())) {
                checkFree(address);
            }
            for (int i = 0; i < rooms.size(); i++) {
                WorkerRoom room = rooms.get(i);
                var door = new Door(room.worker(), numbers.next(), intakes.get(i));
                ListeningSocket socket =
                        room.worker().transport().listen(address, config.backlog(), shared, door);
                sockets.add(socket);
                doors.add(door);
                address = socket.boundAddress(); // port 0: the others follow the first
            }
        } catch (BindFailure failure) {
            sockets.forEach(ListeningSocket::close);
            throw failure;
        }
        return new ListenerGroup(
                config.name(), config.bind(), sockets, doors, sockets.size(), false);
    }

    /**
     * Every queue is accepted from, and every worker accepts: with more queues than workers one serves
     * several, with fewer several share one. A queue that nobody adopts would lose who waits in it.
     */
    private ListenerGroup adopt(
            ListenerConfig config, List<ConnectionIntake> intakes, List<InheritedSocket> given)
            throws BindFailure {
        boolean crowded = given.size() < rooms.size();
        List<ListeningSocket> sockets = new ArrayList<>();
        List<Door> doors = new ArrayList<>();
        try {
            for (int i = 0; i < Math.max(given.size(), rooms.size()); i++) {
                int worker = i % rooms.size();
                Worker owner = rooms.get(worker).worker();
                var door = new Door(owner, numbers.next(), intakes.get(worker));
                InheritedSocket each = given.get(i % given.size());
                sockets.add(owner.transport().adopt(each, config.backlog(), crowded, door));
                doors.add(door);
            }
        } catch (BindFailure failure) {
            sockets.forEach(ListeningSocket::leave);
            throw failure;
        }
        return new ListenerGroup(
                config.name(),
                config.bind(),
                sockets,
                doors,
                given.size(),
                given.getFirst().kept());
    }

    /**
     * With SO_REUSEPORT the kernel would let a second proxy of the same user share our port without a
     * word, and half of the connections would go astray. A plain bind is refused.
     */
    private void checkFree(PeerAddress address) throws BindFailure {
        if (address.port() != 0) {
            rooms.getFirst().worker().transport().checkFree(address);
        }
    }

    /** Another address with this port is ours: a plain bind says nothing then, and is not needed. */
    private boolean isOurs(int port) {
        return surroundings.inherited().holdsPort(port)
                || before.stream().anyMatch(each -> each.boundAddress().port() == port);
    }

    private static PeerAddress address(HostPort bind) {
        byte[] address = NetUtil.createByteArrayFromIpAddressString(bind.host());
        if (address == null) {
            throw new IllegalStateException("checked at load: " + bind);
        }
        return PeerAddress.fromBytes(address, 0, address.length, bind.port());
    }

    /** In the order of the configuration. */
    List<ListenerGroup> groups() {
        return planned.stream().map(Planned::group).toList();
    }

    /** Those in force that nobody will listen on any more. */
    List<ListenerGroup> gone() {
        return before.stream()
                .filter(each -> planned.stream().noneMatch(p -> p.group().isAt(each)))
                .toList();
    }

    void putInForce() {
        for (Planned each : planned) {
            if (each.isNew()) {
                each.group().accept();
            } else {
                each.group().leadTo(each.intakes());
            }
        }
    }

    /** Will not be in force. */
    void abandon() {
        planned.stream().filter(Planned::isNew).forEach(each -> each.group().close());
    }
}
