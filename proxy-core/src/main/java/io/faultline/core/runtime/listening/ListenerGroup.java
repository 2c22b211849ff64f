package io.faultline.core.runtime.listening;

import io.faultline.core.address.PeerAddress;
import io.faultline.core.config.value.HostPort;
import io.faultline.core.listen.ConnectionIntake;
import io.faultline.core.listen.Door;
import io.faultline.core.wire.ListeningSocket;
import io.faultline.core.wire.linux.Descriptors;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** One configured listener: a listening socket per worker, all on the same address. */
public final class ListenerGroup {

    private final String name;
    private final HostPort bind;
    private final List<ListeningSocket> sockets;
    private final List<Door> doors; // in the order of the workers, and round again
    private final int queues;
    private final boolean kept;

    /**
     * @param queues how many of the sockets are really another one: the rest are copies of these
     * @param kept whether they belong to a process that started us and goes on to hold them
     */
    public ListenerGroup(
            String name,
            HostPort bind,
            List<ListeningSocket> sockets,
            List<Door> doors,
            int queues,
            boolean kept) {
        this.queues = queues;
        this.kept = kept;
        this.name = name;
        this.bind = bind;
        this.sockets = List.copyOf(sockets);
        this.doors = List.copyOf(doors);
    }

    public String name() {
        return name;
    }

    /** As it is written. */
    public HostPort bind() {
        return bind;
    }

    public List<ListeningSocket> sockets() {
        return sockets;
    }

    /** With the port the system gave where the configuration said 0. */
    public PeerAddress boundAddress() {
        return sockets.getFirst().boundAddress();
    }

    /** The same sockets under the name that another configuration gives them. */
    public ListenerGroup named(String other) {
        return other.equals(name)
                ? this
                : new ListenerGroup(other, bind, sockets, doors, queues, kept);
    }

    /** Whether the sockets are the same. */
    public boolean isAt(ListenerGroup other) {
        return doors.equals(other.doors);
    }

    public void accept() {
        sockets.forEach(ListeningSocket::accept);
    }

    /** New connections are served by these from now on. */
    public void leadTo(List<ConnectionIntake> intakes) {
        for (int i = 0; i < doors.size(); i++) {
            doors.get(i).leadsTo(intakes.get(i % intakes.size()));
        }
    }

    public void close() {
        sockets.forEach(ListeningSocket::close);
    }

    /** Closes; where a successor has the sockets, whoever waits in their queues is left to it. */
    public void closeFor(Set<String> taken) {
        if (taken.contains(name)) {
            sockets.forEach(ListeningSocket::leave);
        } else {
            close();
        }
    }

    /** A descriptor of each queue, to be given away. */
    public CompletableFuture<List<Integer>> duplicates() {
        List<CompletableFuture<Integer>> copies =
                sockets.subList(0, queues).stream().map(ListeningSocket::duplicate).toList();
        return CompletableFuture.allOf(copies.toArray(CompletableFuture<?>[]::new))
                .handle((done, failure) -> allOrNone(copies, failure));
    }

    private static List<Integer> allOrNone(
            List<CompletableFuture<Integer>> copies, @Nullable Throwable failure) {
        List<Integer> made =
                copies.stream()
                        .filter(each -> each.state() == Future.State.SUCCESS)
                        .map(CompletableFuture::resultNow)
                        .toList();
        if (failure != null) {
            made.forEach(Descriptors::close);
            throw new CompletionException(failure);
        }
        return made;
    }

    public boolean kept() {
        return kept;
    }
}
