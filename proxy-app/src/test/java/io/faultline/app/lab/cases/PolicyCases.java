package io.faultline.app.lab.cases;

import static io.faultline.core.fault.ApplicationFault.CIRCUIT_OPEN;
import static io.faultline.core.fault.ApplicationFault.CLIENT_ABORT;
import static io.faultline.core.fault.ApplicationFault.FORBIDDEN;
import static io.faultline.core.fault.ApplicationFault.INTERNAL;
import static io.faultline.core.fault.ApplicationFault.NO_MATCHING_ROUTE;
import static io.faultline.core.fault.ApplicationFault.OVERLOADED;
import static io.faultline.core.fault.ApplicationFault.RATE_LIMITED;
import static io.faultline.core.fault.ApplicationFault.UPSTREAM_ERROR;

import io.faultline.app.lab.bench.LabCase;
import io.faultline.app.lab.bench.Subject;
import io.faultline.core.Layer;
import io.faultline.core.Side;
import io.faultline.core.fault.NetworkFault;
import io.faultline.core.fault.SessionFault;
import io.faultline.core.fault.TransportFault;
import java.util.List;

/** Requests that we refuse by a rule of ours, and one that we fail by a mistake of ours. */
public final class PolicyCases {

    private PolicyCases() {}

    public static List<LabCase> all() {
        return List.of(
                LabCase.of(
                                "rate-limit",
                                RATE_LIMITED,
                                Side.CLIENT,
                                "One request more than the route's rateLimit has in its bucket.")
                        .proves("limit=rateLimit: 1 requests in 1h", "by=address", "retryAfter")
                        .never(OVERLOADED, SessionFault.CONNECTION_LIMIT, FORBIDDEN)
                        .notDiagnosed("the client's own fault; others are served meanwhile")
                        .anywhere(
                                bench -> {
                                    bench.listener(
                                            "http: { routes: [ { match: {}, respond: { body: x },"
                                                    + " rateLimit: { requests: 1, per: 1h } } ],"
                                                    + " diagnosticsTo: [0.0.0.0/0] }");
                                    return subject -> {
                                        subject.get();
                                        return subject.get();
                                    };
                                }),
                LabCase.of(
                                "route-firewall",
                                FORBIDDEN,
                                Side.CLIENT,
                                "The firewall of the route that takes the request denies the"
                                        + " client's address.")
                        .proves("rule=deny 0.0.0.0/0", "at=lab.yaml:", "client")
                        .never(NetworkFault.ADDRESS_DENIED, NO_MATCHING_ROUTE, RATE_LIMITED)
                        .explained()
                        .notDiagnosed(
                                "the rule is about the client; what the file says of it is said by explain")
                        .anywhere(
                                bench -> {
                                    bench.listener(
                                            "http: { routes: [ { match: {}, respond: { body: x },"
                                                    + " firewall: { deny: [0.0.0.0/0] } } ],"
                                                    + " diagnosticsTo: [0.0.0.0/0] }");
                                    return Subject::get;
                                }),
                LabCase.of(
                                "circuit-open",
                                CIRCUIT_OPEN,
                                Side.UPSTREAM,
                                "The application answered 500 as often as the upstream's"
                                        + " circuitBreaker bears.")
                        .proves(
                                "opened=2 of 2 requests failed, the last with L7.UPSTREAM_ERROR",
                                "rule=circuitBreaker",
                                "retryAfter")
                        .never(OVERLOADED, SessionFault.NONE_HEALTHY)
                        .beside(UPSTREAM_ERROR)
                        .diagnosed()
                        .anywhere(
                                bench -> {
                                    var origin =
                                            bench.origin(
                                                    connection -> {
                                                        ConnectionCases.readOnce(connection);
                                                        connection.write(
                                                                "HTTP/1.1 500 Oops\r\n"
                                                                        + "Content-Length: 0\r\n\r\n");
                                                    });
                                    bench.forward(
                                            origin.hostPort(),
                                            "circuitBreaker: { minRequests: 2 }");
                                    return subject -> {
                                        subject.get();
                                        subject.get();
                                        return subject.get();
                                    };
                                }),
                LabCase.of(
                                "planted-bug",
                                INTERNAL,
                                Side.PROXY,
                                "A mistake in the proxy's own code: a class of it throws, for the"
                                        + " experiment.")
                        .proves("error")
                        .never(CLIENT_ABORT, TransportFault.RESET, NO_MATCHING_ROUTE)
                        .diagnosed("listener/planted-bug/", Layer.L7)
                        .diagnosedWith("--path", "/?bug=yes")
                        .anywhere(
                                bench -> {
                                    var origin = bench.origin(ConnectionCases::answerEach);
                                    bench.http(
                                                    "routes: [ { match: { query: { bug: yes } }, to: NAME } ]")
                                            .to(origin.hostPort());
                                    return subject -> {
                                        subject.client().send(Subject.GET).readToEnd();
                                        return "";
                                    };
                                }));
    }
}
