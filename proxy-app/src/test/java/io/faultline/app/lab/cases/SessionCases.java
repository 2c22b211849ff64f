package io.faultline.app.lab.cases;

import static io.faultline.core.fault.SessionFault.CONNECTION_LIMIT;
import static io.faultline.core.fault.SessionFault.DRAINING;
import static io.faultline.core.fault.SessionFault.NONE_HEALTHY;
import static io.faultline.core.fault.SessionFault.NO_ENDPOINTS;
import static io.faultline.core.fault.SessionFault.PREAMBLE_INVALID;
import static io.faultline.core.fault.SessionFault.QUEUE_TIMEOUT;
import static io.faultline.core.fault.SessionFault.SESSION_EXPIRED;
import static io.faultline.core.fault.TransportFault.CONNECT_REFUSED;
import static io.faultline.core.fault.TransportFault.CONNECT_TIMEOUT;
import static io.faultline.core.fault.TransportFault.FILES_EXHAUSTED;
import static io.faultline.core.fault.TransportFault.IDLE_TIMEOUT;
import static io.faultline.core.fault.TransportFault.PORTS_EXHAUSTED;

import io.faultline.app.lab.bench.Bench;
import io.faultline.app.lab.bench.LabCase;
import io.faultline.app.lab.bench.Subject;
import io.faultline.core.Layer;
import io.faultline.core.Side;
import io.faultline.core.fault.ApplicationFault;
import io.faultline.core.fault.TransportFault;
import io.faultline.testkit.Eventually;
import io.faultline.testkit.net.Behaviour;
import io.faultline.testkit.net.RawClient;
import io.faultline.testkit.net.ScriptedOrigin;
import java.util.List;

/** Connections as something there is only so much of, and rules about having one. */
public final class SessionCases {

    private static final String GET = "GET / HTTP/1.1\r\nHost: lab.example\r\n\r\n";

    private SessionCases() {}

    public static List<LabCase> all() {
        return List.of(
                LabCase.of(
                                "listener-cap",
                                CONNECTION_LIMIT,
                                Side.PROXY,
                                "One client more than the listener's maxConnections.")
                        .proves("cap=maxConnections", "limit=1", "at=lab.yaml:")
                        .never(FILES_EXHAUSTED, ApplicationFault.OVERLOADED)
                        .diagnosed("listener/listener-cap", Layer.L5)
                        .anywhere(
                                bench -> {
                                    var origin = bench.origin(Behaviour.echo());
                                    bench.listener("maxConnections: 1, tcp: { to: NAME }")
                                            .to(origin.hostPort());
                                    return SessionCases::oneTooMany;
                                }),
                LabCase.of(
                                "client-cap",
                                CONNECTION_LIMIT,
                                Side.CLIENT,
                                "One client more from an address than maxConnectionsPerClient.")
                        .proves("cap=maxConnectionsPerClient", "limit=1", "at=lab.yaml:", "client")
                        .never(FILES_EXHAUSTED)
                        .notDiagnosed("the client's own fault; others are served meanwhile")
                        .anywhere(
                                bench -> {
                                    var origin = bench.origin(Behaviour.echo());
                                    bench.listener("maxConnectionsPerClient: 1, tcp: { to: NAME }")
                                            .to(origin.hostPort());
                                    return SessionCases::oneTooMany;
                                }),
                LabCase.of(
                                "pending-cap",
                                CONNECTION_LIMIT,
                                Side.PROXY,
                                "All of pool.maxConnections are in use, and pool.maxPending requests"
                                        + " wait already.")
                        .proves("cap=maxPending")
                        .never(QUEUE_TIMEOUT, PORTS_EXHAUSTED)
                        .diagnosed()
                        .anywhere(
                                bench -> {
                                    var origin = busyAtFirst(bench);
                                    bench.forward(
                                            origin.hostPort(),
                                            "pool: { maxConnections: 1, maxPending: 0 }");
                                    return subject -> secondRequest(subject, origin);
                                }),
                LabCase.of(
                                "queue-timeout",
                                QUEUE_TIMEOUT,
                                Side.PROXY,
                                "All of pool.maxConnections are in use, and none comes free within"
                                        + " pool.pendingTimeout.")
                        .proves("timer=pendingTimeout")
                        .never(CONNECT_TIMEOUT, ApplicationFault.RESPONSE_TIMEOUT, CONNECTION_LIMIT)
                        .diagnosed()
                        .anywhere(
                                bench -> {
                                    var origin = busyAtFirst(bench);
                                    bench.forward(
                                            origin.hostPort(),
                                            "pool: { maxConnections: 1, pendingTimeout: 200ms }");
                                    return subject -> secondRequest(subject, origin);
                                }),
                LabCase.of(
                                "request-cap",
                                ApplicationFault.OVERLOADED,
                                Side.PROXY,
                                "One request more than pool.maxRequests.")
                        .proves("cap=maxRequests")
                        .never(CONNECTION_LIMIT, QUEUE_TIMEOUT)
                        .diagnosed()
                        .anywhere(
                                bench -> {
                                    var origin = busyAtFirst(bench);
                                    bench.forward(origin.hostPort(), "pool: { maxRequests: 1 }");
                                    return subject -> secondRequest(subject, origin);
                                }),
                LabCase.of(
                                "all-drained",
                                NO_ENDPOINTS,
                                Side.PROXY,
                                "The operator drained every endpoint of the upstream.")
                        .proves("upstream=all-drained", "endpoints=1")
                        .never(NONE_HEALTHY, CONNECT_REFUSED)
                        .diagnosed()
                        .anywhere(
                                bench -> {
                                    bench.http()
                                            .upstream(
                                                    "endpoints: [ { address: \"%s\", drain: true } ]"
                                                            .formatted(
                                                                    Bench.text(
                                                                            bench.closedPort())));
                                    return Subject::get;
                                }),
                LabCase.of(
                                "none-healthy",
                                NONE_HEALTHY,
                                Side.UPSTREAM,
                                "The health check finds nobody on the only endpoint's port.")
                        .proves("upstream=none-healthy", "endpoints=1")
                        .never(NO_ENDPOINTS, CONNECT_TIMEOUT)
                        .beside(CONNECT_REFUSED)
                        .diagnosed("upstream/none-healthy/", Layer.L4) // why they are down
                        .anywhere(
                                bench -> {
                                    bench.forward(
                                            Bench.text(bench.closedPort()),
                                            "health: { tcp: {}, interval: 50ms, fall: 1 }");
                                    return subject ->
                                            Eventually.value(
                                                    "the check to have decided",
                                                    subject::get,
                                                    answer -> answer.startsWith("HTTP/1.1 503 "));
                                }),
                LabCase.of(
                                "preamble-missing",
                                PREAMBLE_INVALID,
                                Side.CLIENT,
                                "A peer that must send a PROXY protocol header sends HTTP.")
                        .proves("reason")
                        .never(ApplicationFault.BAD_REQUEST)
                        .notDiagnosed("the client's own fault; it ends with its connection")
                        .anywhere(
                                bench -> {
                                    bench.listener(
                                                    "proxyProtocol: { from: [0.0.0.0/0] }, http: {"
                                                            + " routes: [ { to: NAME } ] }")
                                            .to(Bench.text(bench.closedPort()));
                                    return Subject::get;
                                }),
                LabCase.of(
                                "session-age",
                                SESSION_EXPIRED,
                                Side.PROXY,
                                "A TCP session is older than maxSessionAge.")
                        .proves("timer=maxSessionAge")
                        .never(IDLE_TIMEOUT)
                        .notDiagnosed(
                                "our own timer did what the file says; nothing is broken after it")
                        .anywhere(
                                bench -> {
                                    var origin = bench.origin(Behaviour.echo());
                                    bench.listener("tcp: { to: NAME, maxSessionAge: 200ms }")
                                            .to(origin.hostPort());
                                    return subject -> {
                                        subject.client().send("hello\n").readToEnd();
                                        return "";
                                    };
                                }));
    }

    /** Of the proxy's end, so it comes last. */
    public static LabCase last() {
        return LabCase.of(
                        "drain",
                        DRAINING,
                        Side.PROXY,
                        "The proxy is told to stop, and a session outlives shutdown.deadline.")
                .never(IDLE_TIMEOUT, SESSION_EXPIRED, TransportFault.RESET)
                .notDiagnosed("the proxy has ended, as it was told: nobody is left to be asked")
                .anywhere(
                        bench -> {
                            var origin = bench.origin(Behaviour.echo());
                            bench.listener("tcp: { to: NAME }").to(origin.hostPort());
                            return subject -> {
                                RawClient client = subject.client().send("hello\n");
                                client.readLine();
                                subject.proxy().process().terminate();
                                client.readToEnd();
                                subject.proxy().process().awaitExit();
                                return "";
                            };
                        });
    }

    /** The first one is served for ever, as far as the test lasts; everybody else at once. */
    private static ScriptedOrigin busyAtFirst(Bench bench) {
        return bench.origin(Behaviour.silent(), ConnectionCases::answerEach);
    }

    private static String oneTooMany(Subject subject) {
        subject.client().send("hello\n").readLine();
        subject.client().readToEnd();
        return "";
    }

    private static String secondRequest(Subject subject, ScriptedOrigin origin) {
        subject.client().send(GET);
        origin.awaitConnection(1).awaitReceived(0);
        return subject.get();
    }
}
