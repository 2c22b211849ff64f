package io.faultline.app.lab.cases;

import static io.faultline.core.fault.NetworkFault.DESTINATION_DENIED;
import static io.faultline.core.fault.TransportFault.CONNECT_REFUSED;
import static io.faultline.core.fault.TransportFault.CONNECT_TIMEOUT;
import static io.faultline.core.fault.TransportFault.CONNTRACK_FULL;
import static io.faultline.core.fault.TransportFault.FILES_EXHAUSTED;
import static io.faultline.core.fault.TransportFault.LISTEN_OVERFLOW;
import static io.faultline.core.fault.TransportFault.PORTS_EXHAUSTED;
import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.app.lab.bench.LabCase;
import io.faultline.app.lab.bench.Subject;
import io.faultline.core.Layer;
import io.faultline.core.Side;
import io.faultline.core.fault.ApplicationFault;
import io.faultline.core.fault.SessionFault;
import io.faultline.testkit.Eventually;
import io.faultline.testkit.net.Behaviour;
import io.faultline.testkit.net.RawClient;
import io.faultline.testkit.process.HostCommand;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.List;

/** What the proxy's own host runs out of: never the endpoint's fault. */
public final class HostCases {

    private static final String PORT_RANGE = "net.ipv4.ip_local_port_range";

    private static final int UNAVAILABLE = 14;
    private static final String GRPC_CALL =
            "POST /shop.Orders/Place HTTP/1.1\r\nHost: lab.example\r\nTE: trailers\r\n"
                    + "Content-Type: application/grpc\r\nContent-Length: 0\r\n"
                    + "Connection: close\r\n\r\n";
    private static final int MORE_THAN_WAIT = 6;
    private static final int SILENCE_MILLIS = 100;
    private static final String FEW = "50000 50001";

    private HostCases() {}

    public static List<LabCase> all() {
        return List.of(
                LabCase.of(
                                "ports-exhausted",
                                PORTS_EXHAUSTED,
                                Side.PROXY,
                                "Every source port of the proxy's host is taken towards this"
                                        + " endpoint (a range of two, for the experiment).")
                        .proves(
                                "errno=EADDRNOTAVAIL",
                                "ports=50000-50001",
                                "available=2",
                                "address")
                        .never(CONNECT_REFUSED, CONNECT_TIMEOUT, FILES_EXHAUSTED)
                        .diagnosed("upstream/ports-exhausted", Layer.L4)
                        .onHosts(
                                bench -> {
                                    var origin = bench.origin(Behaviour.echo());
                                    bench.listener("tcp: { to: NAME }").to(origin.hostPort());
                                    return HostCases::takeAllPorts;
                                }),
                LabCase.of(
                                "own-firewall",
                                CONNECT_TIMEOUT,
                                Side.UPSTREAM,
                                "The firewall of the proxy's own host drops the SYN on its way out:"
                                        + " silence, as from a firewall far away.")
                        .proves("timer", "suspected=our own host")
                        .never(CONNECT_REFUSED, DESTINATION_DENIED, CONNTRACK_FULL)
                        .diagnosed()
                        .onHosts(
                                bench -> {
                                    var origin = bench.origin(Behaviour.silent());
                                    bench.hosts()
                                            .proxy()
                                            .nft(
                                                    "add rule ip lab output tcp dport "
                                                            + origin.port()
                                                            + " drop");
                                    bench.forward(
                                            origin.hostPort(),
                                            "connect: { timeout: 3500ms, attempts: 1 }");
                                    return Subject::get;
                                }),
                LabCase.of(
                                "files-exhausted",
                                FILES_EXHAUSTED,
                                Side.PROXY,
                                "The proxy may open no more descriptors: socket() fails with EMFILE.")
                        .proves("errno=EMFILE")
                        .never(
                                CONNECT_REFUSED,
                                PORTS_EXHAUSTED,
                                SessionFault.CONNECTION_LIMIT,
                                ApplicationFault.INTERNAL)
                        // Not on loopback: nothing fails at once there before this, and what fails
                        // now
                        // for the first time needs a descriptor to load its classes.
                        .diagnosed()
                        .diagnosedWhile(HostCases::noFilesLeft)
                        .onHosts(
                                bench -> {
                                    var origin = bench.origin(Behaviour.silent());
                                    bench.http(
                                                    "routes: [ { to: NAME }, { match: { path: /ping },"
                                                            + " respond: { body: pong } } ]")
                                            .to(origin.hostPort());
                                    return HostCases::takeAllFiles;
                                }),
                LabCase.of(
                                "slow-accept",
                                LISTEN_OVERFLOW,
                                Side.PROXY,
                                "The proxy stands still (SIGSTOP), and more clients come than the"
                                        + " listener's backlog holds.")
                        .proves("dropped", "backlog")
                        .never(CONNECT_TIMEOUT, SessionFault.CONNECTION_LIMIT)
                        .toldOnPage()
                        .diagnosed("listener/slow-accept", Layer.L4)
                        .onHosts(
                                bench -> {
                                    var origin = bench.origin(Behaviour.sink());
                                    bench.listener("backlog: 1, tcp: { to: NAME }")
                                            .to(origin.hostPort());
                                    return HostCases::standStill;
                                }),
                LabCase.of(
                                "conntrack-full",
                                CONNTRACK_FULL,
                                Side.PROXY,
                                "The connection tracking table of the proxy's host is full, so its"
                                        + " kernel drops our SYN.")
                        .proves("conntrack", "seen_as=L4.CONNECT_TIMEOUT")
                        .never(CONNECT_TIMEOUT, CONNECT_REFUSED, DESTINATION_DENIED)
                        .diagnosed()
                        .onHosts(
                                bench -> {
                                    var origin = bench.origin(Behaviour.silent());
                                    var table = new FullConntrack(bench.hosts().proxy());
                                    bench.forward(
                                            origin.hostPort(),
                                            "connect: { timeout: 2500ms, attempts: 1 }");
                                    return subject -> {
                                        bench.keep(table).fill(origin.port());
                                        String answer = subject.ask(GRPC_CALL);
                                        assertThat(answer).contains("grpc-status: " + UNAVAILABLE);
                                        return answer;
                                    };
                                }));
    }

    private static String takeAllPorts(Subject subject) {
        var host = subject.bench().hosts().proxy();
        String before = host.sysctl(PORT_RANGE);
        host.sysctl(PORT_RANGE, FEW);
        subject.bench().<AutoCloseable>keep(() -> host.sysctl(PORT_RANGE, before));
        for (int i = 0; i < 2; i++) {
            subject.client().send("hello\n").readLine();
        }
        // The proxy looks at its host once a second: soon it knows the new range.
        Eventually.until(
                "the range of ports in the evidence",
                () -> {
                    subject.client().readToEnd();
                    return subject.proxy()
                            .page("/faults")
                            .contains("ports=" + FEW.replace(' ', '-'));
                });
        return "";
    }

    private static String standStill(Subject subject) throws IOException {
        String pid = Long.toString(subject.proxy().process().pid());
        HostCommand.run("kill", "-STOP", pid);
        try {
            for (int i = 0; i < MORE_THAN_WAIT; i++) {
                Socket client = subject.bench().keep(new Socket());
                try {
                    client.connect(subject.address(), SILENCE_MILLIS);
                } catch (SocketTimeoutException dropped) {
                    // As it should be for the last ones.
                }
            }
            return "";
        } finally {
            HostCommand.run("kill", "-CONT", pid);
        }
    }

    private static AutoCloseable noFilesLeft(Subject subject) {
        String pid = Long.toString(subject.proxy().process().pid());
        String before = files(pid);
        HostCommand.run("prlimit", "--pid", pid, "--nofile=4:");
        return () -> HostCommand.run("prlimit", "--pid", pid, "--nofile=" + before + ":");
    }

    private static String files(String pid) {
        return HostCommand.run(
                "prlimit", "--pid", pid, "--nofile", "--raw", "--noheadings", "-o", "SOFT");
    }

    private static String takeAllFiles(Subject subject) throws Exception {
        RawClient client = subject.client();
        client.send("GET /ping HTTP/1.1\r\nHost: lab.example\r\n\r\n");
        while (!client.readLine().isBlank()) {
            // Once it answers, the connection has its descriptor.
        }
        client.readText("pong".length());
        try (AutoCloseable back = noFilesLeft(subject)) {
            assertThat(back).isNotNull();
            return Subject.ask(client, Subject.GET);
        }
    }
}
