package io.faultline.l7.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.core.fault.ApplicationFault;
import io.faultline.core.fault.TransportFault;
import io.faultline.l7.http2.rfc9113.ErrorNumber;
import io.faultline.testkit.net.RawClient;
import org.junit.jupiter.api.Test;

/** GOAWAY of an endpoint, in whatever state it comes (RFC 9113 6.8, 8.7). */
class EndpointLeavesIT extends HostileEndpoint {

    private RawHttp2Server next(String text) {
        RawHttp2Server other = endpoint.accept().greet();
        return other.answer(other.request().stream(), text);
    }

    @Test
    void whatWasLeftOutIsAskedElsewhereAndTheRestIsFinished() {
        RawClient kept = post("/kept", "a");
        RawHttp2Server server = endpoint.accept().greet();
        int first = server.request().stream();
        RawClient left = post("/left", "b");
        server.request();
        server.goAway(first, ErrorNumber.NO_ERROR);
        next("elsewhere");

        expectAnswer(left, "elsewhere");
        server.answer(first, "finished");
        expectAnswer(kept, "finished");
        server.expectEnd();
        expectFault(ApplicationFault.GOAWAY, "GOAWAY NO_ERROR", "lastStream=" + first);
        assertThat(bench().server.faults().total()).isEqualTo(1);
    }

    @Test
    void nothingNewGoesToWhoLeaves() {
        RawClient running = get("/running");
        RawHttp2Server server = endpoint.accept().greet();
        int stream = server.request().stream();
        server.goAway(Integer.MAX_VALUE, ErrorNumber.NO_ERROR).expectAlive();
        RawClient later = get("/later");
        next("elsewhere");

        expectAnswer(later, "elsewhere");
        server.answer(stream, "finished");
        expectAnswer(running, "finished");
        assertThat(bench().server.faults().total()).isZero();
    }

    @Test
    void theSecondStepCountsWhereTheFirstWasAWarning() {
        RawClient kept = get("/kept");
        RawHttp2Server server = endpoint.accept().greet();
        int first = server.request().stream();
        RawClient left = get("/left");
        server.request();
        server.goAway(Integer.MAX_VALUE, ErrorNumber.NO_ERROR);
        server.goAway(first, ErrorNumber.NO_ERROR);
        next("elsewhere");

        expectAnswer(left, "elsewhere");
        server.answer(first, "finished");
        expectAnswer(kept, "finished");
    }

    @Test
    void whoLeavesWhileIdleIsLetGo() {
        RawClient client = get("/");
        RawHttp2Server server = endpoint.accept().greet();
        server.answer(server.request().stream(), "one");
        expectAnswer(client, "one");
        server.goAway(1, ErrorNumber.NO_ERROR);
        server.expectEnd();
        RawClient again = post("/", "x");
        next("two");

        expectAnswer(again, "two");
        assertThat(bench().server.faults().total()).isZero();
    }

    @Test
    void whoLeavesInsteadOfAHelloIsAskedAgain() {
        RawClient client = post("/", "x");
        RawHttp2Server server = endpoint.accept().greet();
        server.goAway(0, ErrorNumber.NO_ERROR);
        next("elsewhere");
        expectAnswer(client, "elsewhere");
        server.expectEnd();
    }

    /** An endpoint that always does so must not keep a request going round for ever. */
    @Test
    void whoAlwaysLeavesIsNotAskedForEver() {
        RawClient client = post("/", "x");
        for (int i = 0; i < 4; i++) {
            endpoint.accept().greet().goAway(0, ErrorNumber.NO_ERROR);
        }
        expectBadGateway(client, ApplicationFault.GOAWAY, "lastStream=0");
        endpoint.expectNoOther();
    }

    @Test
    void anErrorIsToldWithItsCode() {
        RawClient client = post("/", "x");
        RawHttp2Server server = endpoint.accept().greet();
        int stream = server.request().stream();
        server.goAway(stream, ErrorNumber.ENHANCE_YOUR_CALM).close();

        expectBadGateway(client, TransportFault.CLOSED_EARLY, "GOAWAY ENHANCE_YOUR_CALM");
    }

    @Test
    void insideTheAnswerItChangesNothing() {
        RawClient client = get("/");
        RawHttp2Server server = endpoint.accept().greet();
        int stream = server.request().stream();
        server.head(stream, false, "200")
                .data(stream, false, "half ")
                .goAway(stream, ErrorNumber.NO_ERROR)
                .data(stream, true, "and half");
        assertThat(answer(client)).contains("half ", "and half");
        server.expectEnd();
        assertThat(bench().server.faults().total()).isZero();
    }

    @Test
    void aBodyThatWasOnItsWayIsSentAgainWhole() {
        RawClient client =
                connect()
                        .send(
                                "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 6\r\n"
                                        + "Connection: close\r\n\r\nabc");
        RawHttp2Server server = endpoint.accept().greet();
        server.awaitBody(server.request().stream(), 3);
        server.goAway(0, ErrorNumber.NO_ERROR);
        RawHttp2Server other = endpoint.accept().greet();
        int stream = other.request().stream();
        client.send("def");
        assertThat(other.awaitBody(stream, 6)).isEqualTo(6);
        other.answer(stream, "all six");
        expectAnswer(client, "all six");
    }

    @Test
    void streamsAboveTheLastOneMayBeAnsweredInVain() {
        RawClient kept = get("/kept");
        RawHttp2Server server = endpoint.accept().greet();
        int first = server.request().stream();
        RawClient left = get("/left");
        int second = server.request().stream();
        server.goAway(first, ErrorNumber.NO_ERROR);
        next("elsewhere");
        expectAnswer(left, "elsewhere");
        server.answer(second, "against its own word").answer(first, "finished");

        expectAnswer(kept, "finished");
    }
}
