package io.faultline.app.lab.cases;

import static io.faultline.core.fault.NetworkFault.ADDRESS_DENIED;
import static io.faultline.core.fault.NetworkFault.DESTINATION_DENIED;
import static io.faultline.core.fault.NetworkFault.HOST_UNREACHABLE;
import static io.faultline.core.fault.NetworkFault.NETWORK_UNREACHABLE;
import static io.faultline.core.fault.TransportFault.CONNECT_REFUSED;
import static io.faultline.core.fault.TransportFault.CONNECT_TIMEOUT;
import static io.faultline.core.fault.TransportFault.CONNTRACK_FULL;
import static io.faultline.core.fault.TransportFault.PORTS_EXHAUSTED;
import static io.faultline.core.fault.TransportFault.RESET;

import io.faultline.app.lab.bench.Bench;
import io.faultline.app.lab.bench.LabCase;
import io.faultline.app.lab.bench.Subject;
import io.faultline.core.Side;
import io.faultline.core.fault.LinkFault;
import io.faultline.testkit.net.Behaviour;
import io.faultline.testkit.net.ScriptedOrigin;
import java.util.List;

/** Connects that do not come to be: whom nobody answers, who says no, and which kernel it was. */
public final class ConnectCases {

    private static final String QUICK = "connect: { timeout: 700ms, attempts: 1 }";
    private static final String PATIENT = "connect: { timeout: 5s, attempts: 1 }";
    private static final String NOWHERE = "203.0.113.1:80"; // RFC 5737: nobody's

    private ConnectCases() {}

    public static List<LabCase> all() {
        return List.of(
                LabCase.of(
                                "dead-neighbour",
                                LinkFault.NEIGHBOR_UNRESOLVED,
                                Side.UPSTREAM,
                                "The endpoint is on the proxy's own wire, and nobody answers ARP for"
                                        + " its address.")
                        .proves("errno=EHOSTUNREACH", "neighbor=incomplete", "next_hop", "seen_as")
                        .never(HOST_UNREACHABLE, CONNECT_TIMEOUT, CONNECT_REFUSED)
                        .diagnosed()
                        .onHosts(
                                bench -> {
                                    bench.forward(bench.hosts().deadNeighbour() + ":80", PATIENT);
                                    return Subject::get;
                                }),
                LabCase.of(
                                "no-route",
                                NETWORK_UNREACHABLE,
                                Side.PROXY,
                                "The proxy's host has no route to the endpoint's network.")
                        .proves("errno=ENETUNREACH", "our_route=none", "address")
                        .never(HOST_UNREACHABLE, CONNECT_TIMEOUT)
                        .diagnosed()
                        .onHosts(
                                bench -> {
                                    bench.forward(NOWHERE, QUICK);
                                    return Subject::get;
                                }),
                LabCase.of(
                                "icmp-unreachable",
                                HOST_UNREACHABLE,
                                Side.UPSTREAM,
                                "A router on the way answers the SYN with ICMP host unreachable.")
                        .proves("errno=EHOSTUNREACH", "address")
                        .never(
                                LinkFault.NEIGHBOR_UNRESOLVED,
                                NETWORK_UNREACHABLE,
                                CONNECT_TIMEOUT,
                                CONNECT_REFUSED)
                        .diagnosed()
                        .onHosts(
                                bench -> {
                                    var origin = bench.origin(Behaviour.silent());
                                    bench.hosts()
                                            .onTheWayTo(
                                                    origin.port(),
                                                    "reject with icmp type host-unreachable");
                                    bench.forward(origin.hostPort(), PATIENT);
                                    return Subject::get;
                                }),
                LabCase.of(
                                "dead-host",
                                HOST_UNREACHABLE,
                                Side.UPSTREAM,
                                "The endpoint's host is off: the router before it gets no answer to"
                                        + " ARP and says so.")
                        .proves("errno=EHOSTUNREACH", "address")
                        .never(LinkFault.NEIGHBOR_UNRESOLVED, CONNECT_TIMEOUT)
                        .diagnosed()
                        .onHosts(
                                bench -> {
                                    bench.forward(bench.hosts().deadHost() + ":80", PATIENT);
                                    return Subject::get;
                                }),
                LabCase.of(
                                "client-denied",
                                ADDRESS_DENIED,
                                Side.CLIENT,
                                "The listener's firewall lists the client's address under deny.")
                        .proves("rule")
                        .never(RESET)
                        .explained()
                        .notDiagnosed(
                                "the rule is about the client; what the file says of it is said by explain")
                        .anywhere(
                                bench -> {
                                    bench.listener(
                                                    "firewall: { deny: [0.0.0.0/0] }, http: {"
                                                            + " routes: [ { to: NAME } ] }")
                                            .to(Bench.text(bench.closedPort()));
                                    return Subject::get;
                                }),
                LabCase.of(
                                "prohibit-route",
                                DESTINATION_DENIED,
                                Side.PROXY,
                                "A prohibit route on the proxy's host forbids the destination.")
                        .proves("errno=EACCES", "address")
                        .never(CONNECT_REFUSED, NETWORK_UNREACHABLE, CONNECT_TIMEOUT)
                        .diagnosed()
                        .onHosts(
                                bench -> {
                                    bench.hosts().proxy().ip("route add prohibit 198.51.100.0/24");
                                    bench.forward("198.51.100.1:80", QUICK);
                                    return Subject::get;
                                }),
                LabCase.of(
                                "closed-port",
                                CONNECT_REFUSED,
                                Side.UPSTREAM,
                                "Nothing listens on the endpoint's port.")
                        .proves("errno=ECONNREFUSED", "address")
                        .never(CONNECT_TIMEOUT, PORTS_EXHAUSTED, HOST_UNREACHABLE, RESET)
                        .diagnosed()
                        .anywhere(
                                bench -> {
                                    bench.forward(Bench.text(bench.closedPort()), QUICK);
                                    return Subject::get;
                                }),
                LabCase.of(
                                "rejected-port",
                                CONNECT_REFUSED,
                                Side.UPSTREAM,
                                "A firewall on the way answers the SYN with a RST in the endpoint's"
                                        + " name.")
                        .proves("errno=ECONNREFUSED", "said_by=a RST", "address")
                        .never(CONNECT_TIMEOUT, RESET)
                        .diagnosed()
                        .onHosts(
                                bench -> {
                                    ScriptedOrigin origin = bench.origin(Behaviour.silent());
                                    bench.hosts()
                                            .onTheWayTo(origin.port(), "reject with tcp reset");
                                    bench.forward(origin.hostPort(), QUICK);
                                    return Subject::get;
                                }),
                LabCase.of(
                                "rejected-by-icmp",
                                CONNECT_REFUSED,
                                Side.UPSTREAM,
                                "A firewall on the way answers the SYN with ICMP port unreachable.")
                        .proves("errno=ECONNREFUSED", "said_by=ICMP port unreachable", "address")
                        .never(CONNECT_TIMEOUT, RESET, HOST_UNREACHABLE)
                        .diagnosed()
                        .onHosts(
                                bench -> {
                                    ScriptedOrigin origin = bench.origin(Behaviour.silent());
                                    bench.hosts()
                                            .onTheWayTo(
                                                    origin.port(),
                                                    "reject with icmp type port-unreachable");
                                    bench.forward(origin.hostPort(), QUICK);
                                    return Subject::get;
                                }),
                LabCase.of(
                                "dropped-syn",
                                CONNECT_TIMEOUT,
                                Side.UPSTREAM,
                                "A firewall on the way drops the SYN without a word.")
                        .proves("timer", "address")
                        .never(CONNECT_REFUSED, HOST_UNREACHABLE, CONNTRACK_FULL, PORTS_EXHAUSTED)
                        .diagnosed()
                        .onHosts(
                                bench -> {
                                    ScriptedOrigin origin = bench.origin(Behaviour.silent());
                                    bench.hosts().onTheWayTo(origin.port(), "drop");
                                    bench.forward(origin.hostPort(), QUICK);
                                    return Subject::get;
                                }),
                LabCase.of(
                                "full-backlog",
                                CONNECT_TIMEOUT,
                                Side.UPSTREAM,
                                "The endpoint's accept queue is full: its kernel drops the SYN.")
                        .proves("timer", "address")
                        .never(CONNECT_REFUSED, HOST_UNREACHABLE, CONNTRACK_FULL)
                        .diagnosed()
                        .anywhere(
                                bench -> {
                                    bench.forward(
                                            Bench.text(FullBacklog.on(bench).address()), QUICK);
                                    return Subject::get;
                                }));
    }
}
