package io.faultline.app.diagnose.probe;

import io.faultline.app.diagnose.ladder.Outcome;
import io.faultline.app.diagnose.ladder.Rung;
import io.faultline.core.Layer;
import io.faultline.core.address.PeerAddress;
import io.faultline.core.fault.host.HostView;
import io.faultline.core.fault.host.Neighbor;
import io.faultline.core.fault.host.Route;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.StandardProtocolFamily;
import java.nio.channels.DatagramChannel;
import org.jspecify.annotations.Nullable;

/**
 * What our own kernel says of the way to an address: which source and interface it would take, who the
 * next hop is, and whether that one is known on the wire. Sends nothing.
 */
final class RouteProbe {

    private static final String ROUTE = "route";
    private static final String NEIGHBOR = "neighbour";
    private static final int ETHERNET_MTU = 1500;

    private final HostView host;
    private final PeerAddress towards;

    RouteProbe(HostView host, InetSocketAddress address) {
        this.host = host;
        this.towards = PeerAddress.from(address);
    }

    /** @param connectedFrom the source address a connect has got, or null when none came so far */
    Rung route(@Nullable String connectedFrom) {
        InetSocketAddress target = towards.toInetSocketAddress();
        try (DatagramChannel socket =
                DatagramChannel.open(
                        towards.isV4()
                                ? StandardProtocolFamily.INET
                                : StandardProtocolFamily.INET6)) {
            // A connected UDP socket sends nothing, but the kernel has to choose a way for it, by
            // all of its tables and rules.
            socket.connect(target);
            InetAddress source = ((InetSocketAddress) socket.getLocalAddress()).getAddress();
            return chosen(source, connectedFrom);
        } catch (IOException none) {
            return Rung.of(
                    Layer.L3, ROUTE, Outcome.NOTE, -1, "no way: the kernel says " + words(none));
        }
    }

    private static String words(IOException none) {
        return String.valueOf(none.getMessage());
    }

    private Rung chosen(InetAddress source, @Nullable String connectedFrom) throws IOException {
        String from = connectedFrom == null ? source.getHostAddress() : connectedFrom;
        NetworkInterface device = NetworkInterface.getByInetAddress(InetAddress.ofLiteral(from));
        Route route = host.routes().towards(towards);
        PeerAddress gateway = route.gateway();
        boolean toOurselves =
                NetworkInterface.getByInetAddress(towards.toInetSocketAddress().getAddress())
                        != null;
        String way =
                toOurselves
                        ? "this host itself"
                        : gateway == null ? way(route.kind()) : "via " + gateway.addressText();
        String summary =
                "from "
                        + from
                        + (device == null ? "" : " (" + device.getName() + ")")
                        + (way.isEmpty() ? "" : ", " + way);
        Rung rung = Rung.of(Layer.L3, ROUTE, Outcome.OK, -1, summary).with("source", from);
        if (device != null) {
            rung = rung.with("device", device.getName());
            rung = rung.with("mtu", Integer.toString(device.getMTU()));
            if (!device.isLoopback() && device.getMTU() < ETHERNET_MTU) {
                rung =
                        rung.note(
                                "mtu "
                                        + device.getMTU()
                                        + " here: a path that says so to nobody swallows large packets");
            }
        }
        if (gateway != null && !toOurselves) {
            rung = rung.with("gateway", gateway.addressText());
        }
        return rung;
    }

    private static String way(Route.Kind kind) {
        return switch (kind) {
            case DIRECT -> "on our own wire";
            case REJECTED -> "REJECTED by our own table";
            case NONE -> "by a rule outside of the main table";
            case VIA_GATEWAY, UNKNOWN -> "";
        };
    }

    /** To be asked after a connect: before that nobody may have looked for the neighbour. */
    Rung neighbor(Rung route) {
        if (route.summary().contains("this host itself")) {
            return Rung.of(Layer.L2, NEIGHBOR, Outcome.OK, -1, "none needed: it is this host");
        }
        PeerAddress next = host.routes().towards(towards).nextHop(towards);
        if (next == null) {
            return Rung.of(
                    Layer.L2,
                    NEIGHBOR,
                    Outcome.UNKNOWN,
                    -1,
                    towards.isV4()
                            ? "the next hop is not known"
                            : "not told for IPv6: ip -6 neigh");
        }
        Neighbor state = host.neighbors().stateOf(next);
        Outcome outcome =
                switch (state) {
                    case RESOLVED -> Outcome.OK;
                    case INCOMPLETE -> Outcome.NOTE;
                    case ABSENT, UNKNOWN -> Outcome.UNKNOWN;
                };
        return Rung.of(Layer.L2, NEIGHBOR, outcome, -1, next.addressText() + " is " + state.label())
                .with("next-hop", next.addressText())
                .with("state", state.label());
    }
}
