package io.faultline.app.lab.cases;

import static io.faultline.core.fault.ApplicationFault.BAD_RESPONSE;
import static io.faultline.core.fault.ApplicationFault.CLIENT_ABORT;
import static io.faultline.core.fault.ApplicationFault.GOAWAY;
import static io.faultline.core.fault.ApplicationFault.RESPONSE_INCOMPLETE;
import static io.faultline.core.fault.ApplicationFault.RESPONSE_TIMEOUT;
import static io.faultline.core.fault.ApplicationFault.STREAM_REFUSED;
import static io.faultline.core.fault.ApplicationFault.STREAM_RESET;
import static io.faultline.core.fault.ApplicationFault.UPGRADE_REFUSED;
import static io.faultline.core.fault.ApplicationFault.UPSTREAM_ERROR;
import static io.faultline.core.fault.TransportFault.CLOSED_EARLY;
import static io.faultline.core.fault.TransportFault.READ_STALLED;
import static io.faultline.core.fault.TransportFault.RESET;

import io.faultline.app.lab.bench.LabCase;
import io.faultline.app.lab.bench.Subject;
import io.faultline.core.Side;
import io.faultline.core.fault.FaultCode;
import io.faultline.testkit.net.Behaviour;
import java.util.List;
import java.util.function.IntFunction;

/** Endpoints that are reached, and whose application answers wrongly or not at all. */
public final class AnswerCases {

    private AnswerCases() {}

    public static List<LabCase> all() {
        return List.of(
                answered(
                                "garbage",
                                BAD_RESPONSE,
                                "What listens on the endpoint's port is an SSH server.",
                                "SSH-2.0-OpenSSH_9.6\r\n")
                        .proves("rule", "seen=SSH-2.0", "address")
                        .never(RESPONSE_INCOMPLETE, CLOSED_EARLY),
                LabCase.of(
                                "silent-application",
                                RESPONSE_TIMEOUT,
                                Side.UPSTREAM,
                                "The endpoint takes the request and never answers it.")
                        .proves("timer=response", "endpoint")
                        .never(READ_STALLED, CLIENT_ABORT, CLOSED_EARLY)
                        .diagnosed()
                        .anywhere(
                                bench -> {
                                    var origin = bench.origin(Behaviour.sink());
                                    bench.http("timeouts: { response: 300ms }")
                                            .to(origin.hostPort());
                                    return Subject::get;
                                }),
                answered(
                                "half-answer",
                                RESPONSE_INCOMPLETE,
                                "The endpoint closes in the middle of the body it declared.",
                                ConnectionCases.HALF_AN_ANSWER)
                        .proves("received=4", "declared=100", "address")
                        .never(CLOSED_EARLY, RESET, CLIENT_ABORT),
                answered(
                                "application-error",
                                UPSTREAM_ERROR,
                                "The application answers 500.",
                                "HTTP/1.1 500 Oops\r\nContent-Length: 0\r\n\r\n")
                        .proves("status=500")
                        .never(BAD_RESPONSE, RESPONSE_INCOMPLETE),
                http2(
                                "refused-stream",
                                STREAM_REFUSED,
                                "An endpoint of HTTP/2 refuses each stream: REFUSED_STREAM.",
                                stream -> Http2Frames.reset(stream, Http2Frames.REFUSED_STREAM))
                        .proves("seen=REFUSED_STREAM", "address")
                        .never(STREAM_RESET, GOAWAY, RESET),
                http2(
                                "reset-stream",
                                STREAM_RESET,
                                "An endpoint of HTTP/2 gives the stream up: INTERNAL_ERROR.",
                                stream -> Http2Frames.reset(stream, Http2Frames.INTERNAL_ERROR))
                        .proves("seen=INTERNAL_ERROR", "address")
                        .never(STREAM_REFUSED, RESET, CLOSED_EARLY),
                http2(
                                "goaway",
                                GOAWAY,
                                "An endpoint of HTTP/2 leaves, and says that it did not process the"
                                        + " stream.",
                                stream -> Http2Frames.goAway(0, Http2Frames.NO_ERROR))
                        .proves("seen", "lastStream=0", "address")
                        .never(STREAM_RESET, RESET, CLOSED_EARLY),
                LabCase.of(
                                "websocket-to-h2",
                                UPGRADE_REFUSED,
                                Side.PROXY,
                                "A client asks for a WebSocket, and the upstream is of protocol h2c,"
                                        + " which has no Upgrade.")
                        .proves("rule=RFC 9113 8.6", "endpoint", "advice")
                        .never(BAD_RESPONSE)
                        .diagnosed()
                        .anywhere(
                                bench -> {
                                    var origin =
                                            bench.origin(Http2Frames.answering(Http2Frames::ok));
                                    bench.forward(origin.hostPort(), "protocol: h2c");
                                    return subject ->
                                            subject.ask(
                                                    ConnectionCases.UPGRADE.replace(
                                                            "Connection: Upgrade",
                                                            "Connection: close, Upgrade"));
                                }));
    }

    private static LabCase answered(String name, FaultCode code, String cause, String answer) {
        return LabCase.of(name, code, Side.UPSTREAM, cause)
                .diagnosed()
                .anywhere(
                        bench -> {
                            var origin =
                                    bench.origin(
                                            connection -> {
                                                ConnectionCases.readOnce(connection);
                                                connection.write(answer);
                                            });
                            bench.forward(origin.hostPort());
                            return Subject::get;
                        });
    }

    private static LabCase http2(
            String name, FaultCode code, String cause, IntFunction<byte[]> answer) {
        return LabCase.of(name, code, Side.UPSTREAM, cause)
                .diagnosed()
                .anywhere(
                        bench -> {
                            var origin = bench.origin(Http2Frames.answering(answer));
                            bench.forward(origin.hostPort(), "protocol: h2c");
                            return subject -> subject.ask(ConnectionCases.POST);
                        });
    }
}
