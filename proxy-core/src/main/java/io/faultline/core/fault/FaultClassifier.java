package io.faultline.core.fault;

import io.faultline.core.Side;
import io.faultline.core.Stage;
import io.faultline.core.address.PeerAddress;
import org.jspecify.annotations.Nullable;

/**
 * Turns what the system said into a fault: the one place where an errno becomes a code and a side.
 *
 * <p>The errno decides, and the stage tells two meanings of one errno apart: ETIMEDOUT is a lost SYN
 * during a connect and an unanswered probe afterwards. What the errno cannot tell, such as a full
 * conntrack table, is for {@code HostWatch} to refine.
 */
public final class FaultClassifier {

    private static final String ERRNO = "errno";
    private static final String ADDRESS = "address";
    private static final String ERROR = "error";

    private FaultClassifier() {}

    /**
     * @param peer whose socket it was, {@link Side#CLIENT} or {@link Side#UPSTREAM}; the fault is of
     *     {@link Side#PROXY} instead when the errno says that our own host is to blame
     * @param address of that peer, where it is known
     */
    public static Fault ofErrno(int errno, Stage stage, Side peer, @Nullable PeerAddress address) {
        return named(errno, Errno.name(errno), stage, peer, address);
    }

    /** As {@link #ofErrno}, for what a library or a channel threw. */
    public static Fault ofThrowable(
            Throwable thrown, Stage stage, Side peer, @Nullable PeerAddress address) {
        int errno = Errno.of(thrown);
        if (errno != Errno.EIO) {
            String name =
                    ErrnoReader.isWordlessNoRoute(thrown)
                            ? "EHOSTUNREACH or ENETUNREACH"
                            : Errno.name(errno);
            return named(errno, name, stage, peer, address);
        }
        Fault fault =
                Fault.of(ApplicationFault.INTERNAL, Side.PROXY, stage)
                        .with(ERROR, thrown.toString());
        return at(address, fault);
    }

    private static Fault named(
            int errno, String name, Stage stage, Side peer, @Nullable PeerAddress address) {
        boolean connecting = stage == Stage.CONNECT || stage == Stage.RESOLVE;
        Fault fault = ourHost(errno, stage);
        if (fault == null) {
            fault = connecting ? connecting(errno, stage, peer) : established(errno, stage, peer);
        }
        if (fault == null) {
            fault = Fault.of(ApplicationFault.INTERNAL, Side.PROXY, stage);
        }
        return at(address, fault.with(ERRNO, name));
    }

    private static Fault at(@Nullable PeerAddress address, Fault fault) {
        return address == null ? fault : fault.with(ADDRESS, address.toString());
    }

    /** What only this host can be short of, whoever the socket was for. */
    private static @Nullable Fault ourHost(int errno, Stage stage) {
        FaultCode code =
                switch (errno) {
                    // The last one: this user's epoll watches are used up.
                    case Errno.EMFILE, Errno.ENFILE, Errno.ENOSPC -> TransportFault.FILES_EXHAUSTED;
                    case Errno.ENOBUFS, Errno.ENOMEM -> TransportFault.MEMORY_EXHAUSTED;
                    case Errno.ENETDOWN -> NetworkFault.NETWORK_UNREACHABLE; // our interface
                    default -> null;
                };
        return code == null ? null : Fault.of(code, Side.PROXY, stage);
    }

    private static @Nullable Fault connecting(int errno, Stage stage, Side peer) {
        return switch (errno) {
            case Errno.ECONNREFUSED -> Fault.of(TransportFault.CONNECT_REFUSED, peer, stage);
            case Errno.ETIMEDOUT -> Fault.of(TransportFault.CONNECT_TIMEOUT, peer, stage);
            case Errno.ENETUNREACH -> Fault.of(NetworkFault.NETWORK_UNREACHABLE, peer, stage);
            // The last two are other ICMP answers: host isolated, protocol unreachable.
            case Errno.EHOSTUNREACH, Errno.EHOSTDOWN, Errno.ENONET, Errno.ENOPROTOOPT ->
                    Fault.of(NetworkFault.HOST_UNREACHABLE, peer, stage);
            // The handshake was over, and then the peer changed its mind before we looked.
            case Errno.ECONNRESET, Errno.EPIPE, Errno.ECONNABORTED ->
                    Fault.of(TransportFault.RESET, peer, stage);
            case Errno.ENOTCONN -> Fault.of(TransportFault.CLOSED_EARLY, peer, stage);
            // In use: what connect(2) calls not available, bind(2) to port 0 calls in use.
            case Errno.EADDRNOTAVAIL, Errno.EADDRINUSE ->
                    Fault.of(TransportFault.PORTS_EXHAUSTED, Side.PROXY, stage);
            case Errno.EPERM, Errno.EACCES ->
                    Fault.of(NetworkFault.DESTINATION_DENIED, Side.PROXY, stage);
            // A family this host does not speak; a blackhole route or a link-local address without
            // its link. All of it is our own configuration.
            case Errno.EAFNOSUPPORT, Errno.EINVAL ->
                    Fault.of(NetworkFault.NETWORK_UNREACHABLE, Side.PROXY, stage);
            default -> null;
        };
    }

    private static @Nullable Fault established(int errno, Stage stage, Side peer) {
        return switch (errno) {
            case Errno.ECONNRESET,
                    Errno.EPIPE,
                    Errno.ECONNABORTED,
                    Errno.ENETRESET,
                    Errno.EPROTO,
                    Errno.ECONNREFUSED ->
                    Fault.of(TransportFault.RESET, peer, stage);
            case Errno.ENOTCONN -> Fault.of(TransportFault.CLOSED_EARLY, peer, stage);
            case Errno.ETIMEDOUT -> unanswered(stage, peer);
            case Errno.EHOSTUNREACH, Errno.EHOSTDOWN, Errno.ENONET ->
                    Fault.of(NetworkFault.HOST_UNREACHABLE, peer, stage);
            case Errno.ENETUNREACH -> Fault.of(NetworkFault.NETWORK_UNREACHABLE, peer, stage);
            case Errno.EPERM, Errno.EACCES ->
                    Fault.of(NetworkFault.DESTINATION_DENIED, Side.PROXY, stage);
            default -> null;
        };
    }

    /** The kernel gave up: keep-alive probes, or our bytes beyond TCP_USER_TIMEOUT, got no ACK. */
    private static Fault unanswered(Stage stage, Side peer) {
        FaultCode code =
                stage == Stage.REQUEST ? TransportFault.WRITE_STALLED : TransportFault.READ_STALLED;
        return Fault.of(code, peer, stage).with("silent", "probes or retransmissions unanswered");
    }
}
