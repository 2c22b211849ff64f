package io.faultline.app.lab.cases;

import static io.faultline.core.fault.ApplicationFault.ABUSE;
import static io.faultline.core.fault.ApplicationFault.AMBIGUOUS_FRAMING;
import static io.faultline.core.fault.ApplicationFault.BAD_REQUEST;
import static io.faultline.core.fault.ApplicationFault.BODY_STALLED;
import static io.faultline.core.fault.ApplicationFault.BODY_TOO_LARGE;
import static io.faultline.core.fault.ApplicationFault.CLIENT_ABORT;
import static io.faultline.core.fault.ApplicationFault.HEAD_TOO_LARGE;
import static io.faultline.core.fault.ApplicationFault.LOOP;
import static io.faultline.core.fault.ApplicationFault.NO_MATCHING_ROUTE;
import static io.faultline.core.fault.ApplicationFault.REQUEST_TIMEOUT;
import static io.faultline.core.fault.ApplicationFault.RESPONSE_TIMEOUT;
import static io.faultline.core.fault.ApplicationFault.TOO_MANY_HEADERS;
import static io.faultline.core.fault.ApplicationFault.UPSTREAM_ERROR;
import static io.faultline.core.fault.ApplicationFault.URI_TOO_LONG;

import io.faultline.app.lab.bench.LabCase;
import io.faultline.app.lab.bench.Subject;
import io.faultline.core.Side;
import io.faultline.core.fault.FaultCode;
import io.faultline.core.fault.TransportFault;
import io.faultline.testkit.net.Behaviour;
import io.faultline.testkit.net.RawClient;
import java.util.List;

/** What clients ask for that is not answered, or ask in a way that is not. */
public final class RequestCases {

    private static final String HOST = "Host: lab.example\r\n";

    private RequestCases() {}

    public static List<LabCase> all() {
        return List.of(
                asked(
                                "no-host",
                                BAD_REQUEST,
                                "A request of HTTP/1.1 without a Host field.",
                                "GET / HTTP/1.1\r\n\r\n")
                        .proves("rule=RFC 9112 3.2")
                        .never(AMBIGUOUS_FRAMING, NO_MATCHING_ROUTE),
                asked(
                                "two-lengths",
                                AMBIGUOUS_FRAMING,
                                "A request with both Content-Length and Transfer-Encoding.",
                                "POST / HTTP/1.1\r\n"
                                        + HOST
                                        + "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n")
                        .proves("rule=RFC 9112 6")
                        .never(BAD_REQUEST),
                asked(
                                "large-head",
                                HEAD_TOO_LARGE,
                                "A request head above limits.maxHeadBytes.",
                                "GET / HTTP/1.1\r\n"
                                        + HOST
                                        + "X-Big: "
                                        + "x".repeat(2000)
                                        + "\r\n\r\n",
                                "limits: { maxHeadBytes: 1KiB }")
                        .proves("limit=http.limits.maxHeadBytes=1KiB")
                        .never(BAD_REQUEST, TOO_MANY_HEADERS, URI_TOO_LONG),
                asked(
                                "many-fields",
                                TOO_MANY_HEADERS,
                                "More fields in a head than limits.maxHeaders.",
                                "GET / HTTP/1.1\r\n" + HOST + "X-Many: 1\r\n".repeat(20) + "\r\n",
                                "limits: { maxHeaders: 10 }")
                        .proves("limit=http.limits.maxHeaders=10")
                        .never(BAD_REQUEST, HEAD_TOO_LARGE),
                asked(
                                "long-target",
                                URI_TOO_LONG,
                                "A request target above limits.maxUriBytes.",
                                "GET /" + "x".repeat(300) + " HTTP/1.1\r\n" + HOST + "\r\n",
                                "limits: { maxUriBytes: 256 }")
                        .proves("limit=http.limits.maxUriBytes=256")
                        .never(BAD_REQUEST, HEAD_TOO_LARGE),
                asked(
                                "large-body",
                                BODY_TOO_LARGE,
                                "A declared body above limits.maxBodyBytes.",
                                "POST / HTTP/1.1\r\n" + HOST + "Content-Length: 1000\r\n\r\n",
                                "limits: { maxBodyBytes: 10 }")
                        .proves("limit", "seen=1000")
                        .never(BAD_REQUEST, HEAD_TOO_LARGE, BODY_STALLED),
                asked(
                                "slow-head",
                                REQUEST_TIMEOUT,
                                "A client that sends half a head, and then nothing.",
                                "GET / HTTP/1.1\r\nHost: lab",
                                "timeouts: { requestHead: 200ms }")
                        .proves("timer=requestHead")
                        .never(BAD_REQUEST, CLIENT_ABORT, RESPONSE_TIMEOUT),
                asked(
                                "slow-body",
                                BODY_STALLED,
                                "A client that sends half a body, and then nothing.",
                                "POST / HTTP/1.1\r\n" + HOST + "Content-Length: 1000\r\n\r\nhalf",
                                "timeouts: { bodyStall: 200ms }")
                        .proves("timer=bodyStall", "moved")
                        .never(REQUEST_TIMEOUT, RESPONSE_TIMEOUT, CLIENT_ABORT),
                LabCase.of(
                                "control-flood",
                                ABUSE,
                                Side.CLIENT,
                                "A client of HTTP/2 that sends more frames which carry nothing than"
                                        + " http2.maxControlFrames allows.")
                        .proves("rule", "limit=maxControlFrames")
                        .never(BAD_REQUEST, CLIENT_ABORT)
                        .notDiagnosed("the client's own fault; it ends with its connection")
                        .anywhere(
                                bench -> {
                                    var origin = bench.origin(Behaviour.silent());
                                    bench.http("http2: { maxControlFrames: 10 }")
                                            .to(origin.hostPort());
                                    return subject -> {
                                        RawClient client =
                                                subject.client().send(Http2Frames.clientPreface());
                                        for (int i = 0; i < 20; i++) {
                                            client.sendInVain(Http2Frames.text(Http2Frames.ping()));
                                        }
                                        client.readToEnd();
                                        return "";
                                    };
                                }),
                LabCase.of(
                                "no-such-route",
                                NO_MATCHING_ROUTE,
                                Side.CLIENT,
                                "No route takes the request's host and path.")
                        .proves("host=lab.example", "path=/")
                        .never(BAD_REQUEST)
                        .explained()
                        .notDiagnosed(
                                "the client's own fault; what the file makes of a path is said by explain")
                        .anywhere(
                                bench -> {
                                    var origin = bench.origin(Behaviour.silent());
                                    bench.http("routes: [ { match: { path: /shop }, to: NAME } ]")
                                            .to(origin.hostPort());
                                    return Subject::get;
                                }),
                LabCase.of(
                                "client-leaves",
                                CLIENT_ABORT,
                                Side.CLIENT,
                                "The client closes while the endpoint still works on its answer.")
                        .proves("seen")
                        .never(RESPONSE_TIMEOUT, TransportFault.RESET, TransportFault.CLOSED_EARLY)
                        .notDiagnosed("the client's own fault; it ends with its connection")
                        .anywhere(
                                bench -> {
                                    var origin = bench.origin(Behaviour.silent());
                                    bench.forward(origin.hostPort());
                                    return subject -> {
                                        RawClient client = subject.client().send(Subject.GET);
                                        origin.awaitConnection(1);
                                        client.reset();
                                        return "";
                                    };
                                }),
                LabCase.of(
                                "own-endpoint",
                                LOOP,
                                Side.PROXY,
                                "The endpoint of the upstream is the proxy's own listener.")
                        .proves("via=faultline")
                        .never(BAD_REQUEST)
                        .beside(UPSTREAM_ERROR) // the outer hop is told 508 by the inner one
                        .diagnosed()
                        .anywhere(
                                bench -> {
                                    int port = bench.freeProxyPort();
                                    bench.listener(
                                                    port,
                                                    "http: { routes: [ { to: NAME } ],"
                                                            + " diagnosticsTo: [0.0.0.0/0] }")
                                            .to(bench.ground().proxyAddress() + ":" + port);
                                    return Subject::get;
                                }));
    }

    private static LabCase asked(
            String name, FaultCode code, String cause, String request, String... httpKeys) {
        return LabCase.of(name, code, Side.CLIENT, cause)
                .notDiagnosed("the client's own fault; it ends with its request")
                .anywhere(
                        bench -> {
                            var origin = bench.origin(Behaviour.sink());
                            bench.http(httpKeys).to(origin.hostPort());
                            return subject -> subject.ask(request);
                        });
    }
}
