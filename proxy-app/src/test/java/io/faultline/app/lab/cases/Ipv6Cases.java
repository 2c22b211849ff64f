package io.faultline.app.lab.cases;

import static io.faultline.core.fault.NetworkFault.DESTINATION_DENIED;
import static io.faultline.core.fault.NetworkFault.HOST_UNREACHABLE;
import static io.faultline.core.fault.NetworkFault.NETWORK_UNREACHABLE;
import static io.faultline.core.fault.TransportFault.CONNECT_REFUSED;
import static io.faultline.core.fault.TransportFault.CONNECT_TIMEOUT;

import io.faultline.app.lab.bench.Bench;
import io.faultline.app.lab.bench.LabCase;
import io.faultline.app.lab.bench.Subject;
import io.faultline.core.Side;
import io.faultline.core.fault.FaultCode;
import io.faultline.core.fault.LinkFault;
import io.faultline.testkit.net.Behaviour;
import io.faultline.testkit.net.OriginSettings;
import io.faultline.testkit.net.ScriptedOrigin;
import java.util.List;
import java.util.function.Function;

/** Connects that do not come to be, over IPv6: other tables of the kernel, other messages, the same names. */
public final class Ipv6Cases {

    private static final String QUICK = "connect: { timeout: 700ms, attempts: 1 }";
    private static final String PATIENT = "connect: { timeout: 5s, attempts: 1 }";

    private Ipv6Cases() {}

    public static List<LabCase> all() {
        return List.of(
                towards(
                                "dead-neighbour-v6",
                                LinkFault.NEIGHBOR_UNRESOLVED,
                                Side.UPSTREAM,
                                "The endpoint is on the proxy's own wire, and nobody answers"
                                        + " neighbour discovery for its IPv6 address.",
                                PATIENT,
                                bench -> "[" + bench.hosts().deadNeighbourV6() + "]:80")
                        .proves("errno=EHOSTUNREACH", "neighbor=incomplete", "next_hop", "seen_as")
                        .never(HOST_UNREACHABLE, CONNECT_TIMEOUT, CONNECT_REFUSED),
                towards(
                                "no-route-v6",
                                NETWORK_UNREACHABLE,
                                Side.PROXY,
                                "The proxy's host has no route to the endpoint's IPv6 network.",
                                QUICK,
                                bench -> "[2001:db8::1]:80")
                        .proves("errno=ENETUNREACH", "our_route=none", "address")
                        .never(HOST_UNREACHABLE, CONNECT_TIMEOUT),
                towards(
                                "icmp-unreachable-v6",
                                HOST_UNREACHABLE,
                                Side.UPSTREAM,
                                "A router on the way answers the SYN with ICMPv6 address unreachable.",
                                PATIENT,
                                bench ->
                                        filtered(bench, "reject with icmpv6 type addr-unreachable"))
                        .proves("errno=EHOSTUNREACH", "address")
                        .never(
                                LinkFault.NEIGHBOR_UNRESOLVED,
                                NETWORK_UNREACHABLE,
                                CONNECT_TIMEOUT,
                                CONNECT_REFUSED),
                towards(
                                "dead-host-v6",
                                HOST_UNREACHABLE,
                                Side.UPSTREAM,
                                "The endpoint's host is off: the router before it gets no answer to"
                                        + " neighbour discovery and says so.",
                                PATIENT,
                                bench -> "[" + bench.hosts().deadHostV6() + "]:80")
                        .proves("errno=EHOSTUNREACH", "address")
                        .never(LinkFault.NEIGHBOR_UNRESOLVED, CONNECT_TIMEOUT),
                towards(
                                "prohibited-v6",
                                HOST_UNREACHABLE,
                                Side.UPSTREAM,
                                "A firewall on the way answers the SYN with ICMPv6 administratively"
                                        + " prohibited.",
                                PATIENT,
                                bench ->
                                        filtered(bench, "reject with icmpv6 type admin-prohibited"))
                        .proves("errno=EACCES", "said_by=ICMPv6", "address")
                        .never(DESTINATION_DENIED, CONNECT_TIMEOUT, CONNECT_REFUSED),
                towards(
                                "prohibit-route-v6",
                                DESTINATION_DENIED,
                                Side.PROXY,
                                "A prohibit route on the proxy's host forbids the IPv6 destination.",
                                QUICK,
                                bench -> {
                                    bench.hosts().proxy().ip("route add prohibit 2001:db8:1::/48");
                                    return "[2001:db8:1::1]:80";
                                })
                        .proves("errno=EACCES", "address")
                        .never(CONNECT_REFUSED, NETWORK_UNREACHABLE, CONNECT_TIMEOUT),
                towards(
                                "closed-port-v6",
                                CONNECT_REFUSED,
                                Side.UPSTREAM,
                                "Nothing listens on the endpoint's port, over IPv6.",
                                QUICK,
                                bench -> {
                                    ScriptedOrigin origin = origin(bench);
                                    String place = place(bench, origin);
                                    origin.close();
                                    return place;
                                })
                        .proves("errno=ECONNREFUSED", "address")
                        .never(CONNECT_TIMEOUT, HOST_UNREACHABLE),
                towards(
                                "dropped-syn-v6",
                                CONNECT_TIMEOUT,
                                Side.UPSTREAM,
                                "A firewall on the way drops the SYN without a word, over IPv6.",
                                QUICK,
                                bench -> filtered(bench, "drop"))
                        .proves("timer", "address")
                        .never(CONNECT_REFUSED, HOST_UNREACHABLE));
    }

    private static LabCase towards(
            String name,
            FaultCode code,
            Side side,
            String cause,
            String connect,
            Function<Bench, String> endpoint) {
        return LabCase.of(name, code, side, cause)
                .diagnosed()
                .onHosts(
                        bench -> {
                            bench.forward(endpoint.apply(bench), connect);
                            return Subject::get;
                        });
    }

    private static String filtered(Bench bench, String verdict) {
        ScriptedOrigin origin = origin(bench);
        bench.hosts().onTheWayV6To(origin.port(), verdict);
        return place(bench, origin);
    }

    private static ScriptedOrigin origin(Bench bench) {
        return bench.keep(
                ScriptedOrigin.start(
                        OriginSettings.defaults().on(bench.hosts().endpointAddressV6()),
                        Behaviour.silent()));
    }

    private static String place(Bench bench, ScriptedOrigin origin) {
        return "[" + bench.hosts().endpointAddressV6() + "]:" + origin.port();
    }
}
