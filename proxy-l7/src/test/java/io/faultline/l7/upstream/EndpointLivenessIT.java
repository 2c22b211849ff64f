package io.faultline.l7.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.core.fault.TransportFault;
import io.faultline.l7.Http2Peer;
import io.faultline.l7.http2.frame.ErrorCode;
import io.faultline.l7.http2.rfc9113.ErrorNumber;
import io.faultline.l7.http2.rfc9113.Frame;
import io.faultline.testkit.net.RawClient;
import org.junit.jupiter.api.Test;

/** Whether an endpoint is still there is asked by PING, and how many streams it takes is kept to. */
class EndpointLivenessIT extends HostileEndpoint {

    private static final String PINGS = "pool: { pingInterval: 100ms, pingTimeout: 300ms }";

    @Test
    void whoAnswersPingsIsWaitedFor() {
        bench("pool: { pingInterval: 100ms, pingTimeout: 10s }");
        RawClient client = get("/slow");
        RawHttp2Server server = endpoint.accept().greet();
        int stream = server.request().stream();
        for (int i = 0; i < 3; i++) {
            server.answerPing(server.await(Frame.PING, 0));
        }
        server.answer(stream, "at last");
        expectAnswer(client, "at last");
        assertThat(bench().server.faults().total()).isZero();
    }

    /** A second is what both requests have to arrive. */
    @Test
    void anUnansweredPingEndsTheConnectionAndWhatIsSafeIsAskedAgain() {
        bench("pool: { pingInterval: 1s, pingTimeout: 300ms }");
        RawClient safe = get("/safe");
        RawHttp2Server server = endpoint.accept().greet();
        server.request();
        RawClient unsafe = post("/unsafe", "x");
        server.request();
        server.await(Frame.PING, 0);
        RawHttp2Server other = endpoint.accept().greet();
        RawHttp2Server.Asked again = other.request();
        assertThat(again.head()).containsEntry(":path", "/safe");
        other.answer(again.stream(), "again");

        expectAnswer(safe, "again");
        assertThat(answer(unsafe)).startsWith("HTTP/1.1 504 ");
        assertThat(server.awaitGoAway().error()).isEqualTo(ErrorNumber.NO_ERROR);
        server.expectEnd();
        expectFault(TransportFault.READ_STALLED, "pool.pingTimeout=300ms (test.yaml:");
    }

    @Test
    void anAnswerThatHadBegunIsCut() {
        bench(PINGS);
        Http2Peer client = http2Client().get(1, "/");
        RawHttp2Server server = endpoint.accept().greet();
        server.head(server.request().stream(), false, "200");
        assertThat(client.awaitStatus(1)).isEqualTo("200");
        assertThat(client.awaitReset(1)).isEqualTo(ErrorCode.INTERNAL_ERROR);
    }

    @Test
    void whoIsSilentWhileItWaitsInThePoolIsLetGoWithoutAFault() {
        bench(PINGS);
        RawClient client = get("/");
        RawHttp2Server server = endpoint.accept().greet();
        server.answer(server.request().stream(), "one");
        expectAnswer(client, "one");
        server.await(Frame.PING, 0);
        server.awaitGoAway();
        server.expectEnd();
        assertThat(bench().server.faults().total()).isZero();
    }

    // ---- how many at once

    @Test
    void beyondWhatTheEndpointAllowsAnotherConnectionIsMade() {
        RawClient one = get("/one");
        RawHttp2Server server = endpoint.accept().greet(MAX_CONCURRENT_STREAMS, 2);
        int first = server.request().stream();
        RawClient two = get("/two");
        int second = server.request().stream();
        RawClient three = get("/three");
        RawHttp2Server other = endpoint.accept().greet(MAX_CONCURRENT_STREAMS, 2);
        other.answer(other.request().stream(), "3");
        server.answer(first, "1").answer(second, "2");

        expectAnswer(one, "1");
        expectAnswer(two, "2");
        expectAnswer(three, "3");
    }

    @Test
    void ourOwnBoundIsKeptWhereTheEndpointHasNone() {
        bench("http2: { maxConcurrentStreams: 1 }");
        RawClient one = get("/one");
        RawHttp2Server server = endpoint.accept().greet();
        int first = server.request().stream();
        server.expectAlive();
        RawClient two = get("/two");
        RawHttp2Server other = endpoint.accept().greet();
        other.answer(other.request().stream(), "2");
        server.answer(first, "1");
        expectAnswer(one, "1");
        expectAnswer(two, "2");
    }

    /** One after the other, each connection would wait for the SETTINGS of the one before it. */
    @Test
    void whereConnectionsAreNotSharedNobodyWaitsForTheHelloOfAnother() {
        bench("http2: { maxConcurrentStreams: 1 }");
        RawClient one = get("/one");
        RawHttp2Server silent = endpoint.accept();
        RawClient two = get("/two");
        RawHttp2Server other = endpoint.accept().greet();
        other.answer(other.request().stream(), "2");
        expectAnswer(two, "2");
        silent.greet().answer(silent.request().stream(), "1");
        expectAnswer(one, "1");
    }

    @Test
    void whoLowersItsBoundGetsNothingNewUntilItIsKeptAgain() {
        bench("pool: { maxConnections: 1 }");
        RawClient one = get("/one");
        RawHttp2Server server = endpoint.accept().greet(MAX_CONCURRENT_STREAMS, 10);
        int first = server.request().stream();
        RawClient two = get("/two");
        int second = server.request().stream();
        server.settings(MAX_CONCURRENT_STREAMS, 1).expectAlive();
        RawClient three = get("/three");
        server.answer(first, "1");
        expectAnswer(one, "1");
        server.expectNoRequest(); // one is open still
        server.answer(second, "2");
        expectAnswer(two, "2");
        server.answer(server.request().stream(), "3");
        expectAnswer(three, "3");
    }

    @Test
    void whoRaisesItsBoundIsAskedMoreAtOnce() {
        bench("pool: { maxConnections: 1 }");
        RawClient one = get("/one");
        RawHttp2Server server = endpoint.accept().greet(MAX_CONCURRENT_STREAMS, 1);
        int first = server.request().stream();
        server.expectAlive();
        RawClient two = get("/two");
        server.expectNoRequest();
        server.settings(MAX_CONCURRENT_STREAMS, 2);
        int second = server.request().stream();
        server.answer(second, "2").answer(first, "1");
        expectAnswer(two, "2");
        expectAnswer(one, "1");
    }

    /** Nobody can be asked for ever: the request ends when its patience does. */
    @Test
    void whoAllowsNothingIsWaitedForNoLongerThanThePoolMay() {
        bench("pool: { maxConnections: 1, pendingTimeout: 200ms }");
        RawClient one = get("/one");
        RawHttp2Server server = endpoint.accept().greet(MAX_CONCURRENT_STREAMS, 0);
        server.answer(server.request().stream(), "1");
        expectAnswer(one, "1");
        assertThat(answer(get("/two"))).startsWith("HTTP/1.1 503 ");
        server.expectNoRequest();
    }
}
