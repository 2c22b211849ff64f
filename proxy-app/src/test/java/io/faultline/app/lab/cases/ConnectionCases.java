package io.faultline.app.lab.cases;

import static io.faultline.core.fault.ApplicationFault.CLIENT_ABORT;
import static io.faultline.core.fault.ApplicationFault.RESPONSE_TIMEOUT;
import static io.faultline.core.fault.TransportFault.CLOSED_EARLY;
import static io.faultline.core.fault.TransportFault.CONNECT_REFUSED;
import static io.faultline.core.fault.TransportFault.CONNECT_TIMEOUT;
import static io.faultline.core.fault.TransportFault.IDLE_TIMEOUT;
import static io.faultline.core.fault.TransportFault.READ_STALLED;
import static io.faultline.core.fault.TransportFault.RESET;
import static io.faultline.core.fault.TransportFault.STALE_REUSE;
import static io.faultline.core.fault.TransportFault.WRITE_STALLED;

import io.faultline.app.lab.bench.LabCase;
import io.faultline.app.lab.bench.Subject;
import io.faultline.core.Layer;
import io.faultline.core.Side;
import io.faultline.core.fault.ApplicationFault;
import io.faultline.testkit.net.Behaviour;
import io.faultline.testkit.net.OriginConnection;
import io.faultline.testkit.net.OriginSettings;
import io.faultline.testkit.net.RawClient;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** Connections that were there, and broke or fell silent. */
public final class ConnectionCases {

    private static final int LITTLE = 4096;
    private static final Duration QUIET = Duration.ofMillis(100);
    private static final String PATIENCE = "timeouts: { responseStall: 400ms, writeStall: 400ms }";
    private static final String LONG_POST =
            "POST / HTTP/1.1\r\nHost: lab.example\r\nContent-Length: 100000000\r\n\r\n";

    /** Not to be repeated: what happens to it is seen and not retried away. */
    static final String POST =
            "POST / HTTP/1.1\r\nHost: lab.example\r\nContent-Length: 2\r\nConnection: close\r\n\r\nhi";

    private static final String BODY = "hi";

    private static final String KEPT_GET = "GET / HTTP/1.1\r\nHost: lab.example\r\n\r\n";

    private ConnectionCases() {}

    public static List<LabCase> all() {
        return List.of(
                LabCase.of(
                                "peer-reset",
                                RESET,
                                Side.UPSTREAM,
                                "The endpoint resets the connection when it has read the request:"
                                        + " it crashed.")
                        .proves("errno=ECONNRESET", "address")
                        .never(CONNECT_REFUSED, STALE_REUSE, CLOSED_EARLY)
                        .diagnosed()
                        .anywhere(
                                bench -> {
                                    var origin = bench.origin(Behaviour.resetAfterReceiving(1));
                                    bench.forward(origin.hostPort());
                                    return subject -> subject.ask(POST);
                                }),
                LabCase.of(
                                "firewall-reset",
                                RESET,
                                Side.UPSTREAM,
                                "A firewall on the way forgot the flow, and answers the next segment"
                                        + " with a RST.")
                        .proves("errno=ECONNRESET", "address")
                        .never(CONNECT_REFUSED, CLIENT_ABORT)
                        .diagnosed() // it refuses new connections too
                        .onHosts(
                                bench -> {
                                    var origin = bench.origin(Behaviour.sink());
                                    bench.forward(origin.hostPort());
                                    return subject -> {
                                        RawClient client = subject.client().send(LONG_POST);
                                        origin.awaitConnection(1).awaitReceived(1);
                                        bench.hosts()
                                                .onTheWayTo(origin.port(), "reject with tcp reset");
                                        return Subject.ask(client, "more of the body");
                                    };
                                }),
                LabCase.of(
                                "stale-reuse",
                                STALE_REUSE,
                                Side.UPSTREAM,
                                "The endpoint ends a kept connection at the moment the next request"
                                        + " comes.")
                        .proves("seen", "connection", "advice=pool.idle")
                        .never(RESET, CLOSED_EARLY, CONNECT_REFUSED)
                        .notDiagnosed(
                                "over with the one connection that was used again; a new one is well")
                        .anywhere(
                                bench -> {
                                    var origin = bench.origin(ConnectionCases::answerOnceThenReset);
                                    bench.forward(origin.hostPort());
                                    return ConnectionCases::askTwice;
                                }),
                LabCase.of(
                                "early-close",
                                CLOSED_EARLY,
                                Side.UPSTREAM,
                                "The endpoint reads the request and closes in good order, without a"
                                        + " byte of an answer.")
                        .proves("seen=FIN", "address")
                        .never(RESET, STALE_REUSE, ApplicationFault.RESPONSE_INCOMPLETE)
                        .diagnosed()
                        .anywhere(
                                bench -> {
                                    var origin = bench.origin(ConnectionCases::readRequest);
                                    bench.forward(origin.hostPort());
                                    return subject -> subject.ask(POST);
                                }),
                LabCase.of(
                                "stalled-answer",
                                READ_STALLED,
                                Side.UPSTREAM,
                                "The endpoint sends half of its answer, and then nothing more.")
                        .proves("timer=responseStall", "received", "endpoint")
                        .never(RESPONSE_TIMEOUT, WRITE_STALLED, CLIENT_ABORT)
                        .diagnosed()
                        .anywhere(
                                bench -> {
                                    var origin = bench.origin(ConnectionCases::answerHalfThenHold);
                                    bench.http(PATIENCE).to(origin.hostPort());
                                    return Subject::get;
                                }),
                LabCase.of(
                                "lost-answer",
                                READ_STALLED,
                                Side.UPSTREAM,
                                "In the middle of an answer the way breaks: from then on every"
                                        + " segment is lost.")
                        .proves("timer=responseStall", "received")
                        .never(RESPONSE_TIMEOUT, RESET, CLIENT_ABORT)
                        .diagnosed()
                        .onHosts(
                                bench -> {
                                    var origin =
                                            bench.origin(
                                                    connection -> {
                                                        readOnce(connection);
                                                        connection.write(HALF_AN_ANSWER);
                                                        connection.read(new byte[1]);
                                                    });
                                    bench.http(PATIENCE).to(origin.hostPort());
                                    return subject -> {
                                        RawClient client = subject.client().send(LONG_POST);
                                        client.readLine();
                                        bench.hosts().onTheWayTo(origin.port(), "drop");
                                        bench.hosts().onTheWayBackFrom(origin.port(), "drop");
                                        client.readToEnd();
                                        return "";
                                    };
                                }),
                LabCase.of(
                                "lost-request",
                                WRITE_STALLED,
                                Side.UPSTREAM,
                                "The way breaks on a connection that waits to be used again: the next"
                                        + " request is lost, with all its retransmissions.")
                        .proves("seen_as=L7.RESPONSE_TIMEOUT", "silence=path", "suspected", "tcp")
                        .never(RESPONSE_TIMEOUT, READ_STALLED, CONNECT_TIMEOUT)
                        .diagnosed()
                        .onHosts(
                                bench -> {
                                    var origin = bench.origin(ConnectionCases::answerEach);
                                    bench.http("timeouts: { response: 1500ms }")
                                            .to(origin.hostPort());
                                    return subject -> {
                                        RawClient client = firstAnswer(subject);
                                        bench.hosts().onTheWayTo(origin.port(), "drop");
                                        return Subject.ask(client, Subject.GET);
                                    };
                                }),
                LabCase.of(
                                "endpoint-takes-nothing",
                                WRITE_STALLED,
                                Side.UPSTREAM,
                                "The endpoint does not read: its window closes in the middle of an"
                                        + " upload.")
                        .proves("timer=writeStall", "waiting", "endpoint")
                        .never(READ_STALLED, RESPONSE_TIMEOUT, ApplicationFault.BODY_STALLED)
                        // Its kernel takes a short request, so here it is the silence behind it.
                        .diagnosed("upstream/endpoint-takes-nothing/", Layer.L7)
                        .anywhere(
                                bench -> {
                                    var origin =
                                            bench.origin(
                                                    OriginSettings.defaults()
                                                            .withReceiveBuffer(LITTLE),
                                                    Behaviour.silent());
                                    bench.http(PATIENCE).to(origin.hostPort());
                                    return subject -> {
                                        RawClient client = subject.client().send(LONG_POST);
                                        client.sendUntilBlocked(QUIET);
                                        client.readToEnd();
                                        return "";
                                    };
                                }),
                LabCase.of(
                                "client-takes-nothing",
                                WRITE_STALLED,
                                Side.CLIENT,
                                "The client does not read the answer it asked for.")
                        .proves("timer=writeStall", "waiting")
                        .never(READ_STALLED, CLIENT_ABORT)
                        .notDiagnosed("the client's own fault; it ends with its connection")
                        .anywhere(
                                bench -> {
                                    var origin =
                                            bench.origin(
                                                    connection -> {
                                                        readOnce(connection);
                                                        connection.write(
                                                                "HTTP/1.1 200 OK\r\n"
                                                                        + "Content-Length:"
                                                                        + " 99999999999\r\n\r\n");
                                                        Behaviour.endless().serve(connection);
                                                    });
                                    bench.http(PATIENCE).to(origin.hostPort());
                                    return subject -> {
                                        subject.client(LITTLE)
                                                .send("GET / HTTP/1.1\r\nHost: lab.example\r\n\r\n")
                                                .readLine();
                                        return "";
                                    };
                                }),
                LabCase.of(
                                "idle-session",
                                IDLE_TIMEOUT,
                                Side.PROXY,
                                "Nobody says anything on a TCP session for as long as idleTimeout"
                                        + " allows.")
                        .proves("timer=idleTimeout")
                        .never(READ_STALLED, CLIENT_ABORT, CONNECT_TIMEOUT)
                        .notDiagnosed(
                                "our own timer did what the file says; nothing is broken after it")
                        .anywhere(
                                bench -> {
                                    var origin = bench.origin(Behaviour.echo());
                                    bench.listener("tcp: { to: NAME, idleTimeout: 200ms }")
                                            .to(origin.hostPort());
                                    return subject -> {
                                        subject.client().send("hello\n").readToEnd();
                                        return "";
                                    };
                                }),
                LabCase.of(
                                "idle-websocket",
                                IDLE_TIMEOUT,
                                Side.PROXY,
                                "Nobody says anything on a WebSocket for as long as tunnelIdle"
                                        + " allows.")
                        .proves("timer=tunnelIdle")
                        .never(READ_STALLED, RESPONSE_TIMEOUT)
                        .notDiagnosed(
                                "our own timer did what the file says; nothing is broken after it")
                        .anywhere(
                                bench -> {
                                    var origin = bench.origin(ConnectionCases::upgrade);
                                    bench.http("timeouts: { tunnelIdle: 200ms }")
                                            .to(origin.hostPort());
                                    return subject -> {
                                        subject.client().send(UPGRADE).readToEnd();
                                        return "";
                                    };
                                }));
    }

    static final String UPGRADE =
            "GET /ws HTTP/1.1\r\nHost: lab.example\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                    + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: MDEyMzQ1Njc4OWFiY2RlZg==\r\n\r\n";

    static final String HALF_AN_ANSWER = "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf";

    static final String EMPTY_ANSWER = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";

    static void readOnce(OriginConnection connection) throws IOException {
        connection.read(new byte[LITTLE]);
    }

    /** All of it: what a process leaves unread makes its end a reset. */
    private static void readRequest(OriginConnection connection) throws IOException {
        String end = "";
        while (!connection.receivedText().endsWith(end) || end.isEmpty()) {
            if (connection.read(new byte[LITTLE]) < 0) {
                return;
            }
            end = connection.receivedText().startsWith("POST") ? BODY : "\r\n\r\n";
        }
    }

    static void upgrade(OriginConnection connection) throws IOException {
        readOnce(connection);
        connection.write(
                "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n");
        connection.drain();
    }

    private static void answerHalfThenHold(OriginConnection connection) throws IOException {
        readOnce(connection);
        connection.write(HALF_AN_ANSWER);
        connection.hold();
    }

    private static void answerOnceThenReset(OriginConnection connection) throws IOException {
        readOnce(connection);
        connection.write(EMPTY_ANSWER);
        readOnce(connection);
        connection.reset();
    }

    static void answerEach(OriginConnection connection) throws IOException {
        while (connection.read(new byte[LITTLE]) >= 0) {
            connection.write(EMPTY_ANSWER);
        }
    }

    private static String askTwice(Subject subject) {
        return Subject.ask(firstAnswer(subject), POST);
    }

    /** A client whose first request was answered, so that a connection waits for the next. */
    private static RawClient firstAnswer(Subject subject) {
        RawClient client = subject.client().send(KEPT_GET);
        while (!client.readLine().isBlank()) {
            // Up to the end of the head, which is the end of the answer.
        }
        return client;
    }
}
