package io.faultline.l7.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.core.fault.ApplicationFault;
import io.faultline.core.fault.Fault;
import io.faultline.core.fault.TransportFault;
import io.faultline.l7.http2.rfc9113.ErrorNumber;
import io.faultline.l7.http2.rfc9113.Frame;
import io.faultline.testkit.net.RawClient;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** An endpoint that makes us work for nothing: its connection is closed, and the limit that it met is named. */
class EndpointFloodsIT extends HostileEndpoint {

    private static final String LIMITS =
            "http2: { maxResets: 20, maxStreamErrors: 20, maxControlFrames: 50 }";

    private static byte[] often(int times, byte[] frame) {
        return RawHttp2Server.concat(
                IntStream.range(0, times).mapToObj(i -> frame).toArray(byte[][]::new));
    }

    private RawHttp2Server flooded(byte[] frames) {
        RawClient client = post("/", "x");
        RawHttp2Server server = endpoint.accept().greet();
        server.request();
        server.send(frames);
        server.expectConnectionError(ErrorNumber.ENHANCE_YOUR_CALM);
        expectLimit(client, "maxControlFrames=50");
        return server;
    }

    private void expectLimit(RawClient client, String limit) {
        Fault fault =
                expectBadGateway(client, ApplicationFault.BAD_RESPONSE, "GOAWAY ENHANCE_YOUR_CALM");
        assertThat(fault.evidence().toString()).contains("limit=http2." + limit + " (test.yaml:");
        RawClient next = get("/next");
        RawHttp2Server other = endpoint.accept().greet();
        other.answer(other.request().stream(), "well");
        expectAnswer(next, "well");
    }

    @Test
    void pingsWithoutEnd() {
        bench(LIMITS);
        flooded(often(60, RawHttp2Server.bytes(Frame.PING, 0, 0, new byte[8])));
    }

    @Test
    void settingsWithoutEnd() {
        bench(LIMITS);
        flooded(often(60, RawHttp2Server.bytes(Frame.SETTINGS, 0, 0)));
    }

    @Test
    void acknowledgementsOfNothing() {
        bench(LIMITS);
        flooded(often(60, RawHttp2Server.bytes(Frame.SETTINGS, Frame.ACK, 0)));
    }

    @Test
    void answersToPingsThatNobodySent() {
        bench(LIMITS);
        flooded(often(60, RawHttp2Server.bytes(Frame.PING, Frame.ACK, 0, new byte[8])));
    }

    @Test
    void prioritiesWithoutEnd() {
        bench(LIMITS);
        flooded(often(60, RawHttp2Server.bytes(Frame.PRIORITY, 0, 1, new byte[] {0, 0, 0, 0, 9})));
    }

    @Test
    void framesThatNobodyKnows() {
        bench(LIMITS);
        flooded(often(60, RawHttp2Server.bytes(0xee, 0, 0, new byte[3])));
    }

    @Test
    void emptyDataWithoutEnd() {
        bench(LIMITS);
        RawClient client = get("/");
        RawHttp2Server server = endpoint.accept().greet();
        int stream = server.request().stream();
        server.head(stream, false, "200")
                .send(often(60, RawHttp2Server.bytes(Frame.DATA, 0, stream)));
        server.expectConnectionError(ErrorNumber.ENHANCE_YOUR_CALM);
        expectCut(client);
        expectFault(ApplicationFault.BAD_RESPONSE, "http2.maxControlFrames=50 (test.yaml:");
    }

    @Test
    void windowsOpenedByteByByte() {
        bench(LIMITS);
        RawClient client = post("/", "x");
        RawHttp2Server server = endpoint.accept().greet();
        server.request();
        server.send(
                often(
                        200,
                        RawHttp2Server.bytes(Frame.WINDOW_UPDATE, 0, 0, RawHttp2Server.int32(1))));
        server.expectConnectionError(ErrorNumber.ENHANCE_YOUR_CALM);
        expectLimit(client, "maxControlFrames=50");
    }

    /** Pings whose answers it does not read: these may not pile up here. */
    @Test
    void pingsWhoseAnswersAreNotRead() {
        bench("http2: { maxControlFrames: 1000000 }");
        RawClient client = post("/", "x");
        RawHttp2Server server = endpoint.accept().greet();
        server.request();
        long allowed = 1_000_000L * 17;
        long kernel = 64L * 1024 * 1024;
        byte[] pings = often(4000, RawHttp2Server.bytes(Frame.PING, 0, 0, new byte[8]));

        assertThat(server.sendUntilBlocked(pings, allowed + kernel)).isLessThan(allowed + kernel);
        expectBadGateway(
                client,
                ApplicationFault.BAD_RESPONSE,
                "GOAWAY ENHANCE_YOUR_CALM",
                "http2.maxControlFrames=1000000");
    }

    @Test
    void streamsThatAreResetOneAfterTheOther() {
        bench("retries: { attempts: 1 }", LIMITS);
        RawClient client = post("/", "x");
        RawHttp2Server server = endpoint.accept().greet();
        for (int i = 0; i < 21; i++) {
            client = i == 0 ? client : post("/", "x");
            server.reset(server.request().stream(), ErrorNumber.INTERNAL_ERROR);
            assertThat(answer(client)).startsWith("HTTP/1.1 502 ");
        }
        server.expectConnectionError(ErrorNumber.ENHANCE_YOUR_CALM);
        expectFault(ApplicationFault.BAD_RESPONSE, "http2.maxResets=20 (test.yaml:");
    }

    /** An endpoint that is full says so with REFUSED_STREAM, and that is no misbehaviour. */
    @Test
    void refusedStreamsAreNoFlood() {
        bench("retries: { attempts: 1 }", LIMITS);
        RawClient client = post("/", "x");
        RawHttp2Server server = endpoint.accept().greet();
        for (int i = 0; i < 30; i++) {
            client = i == 0 ? client : post("/", "x");
            server.reset(server.request().stream(), ErrorNumber.REFUSED_STREAM);
            assertThat(answer(client)).startsWith("HTTP/1.1 502 ");
        }
        server.expectAlive();
        endpoint.expectNoOther();
    }

    @Test
    void answersThatBreakRulesOneAfterTheOther() {
        bench("retries: { attempts: 1 }", LIMITS);
        RawClient client = post("/", "x");
        RawHttp2Server server = endpoint.accept().greet();
        for (int i = 0; i < 21; i++) {
            client = i == 0 ? client : post("/", "x");
            server.head(server.request().stream(), false, "abc");
            assertThat(answer(client)).startsWith("HTTP/1.1 502 ");
        }
        server.expectConnectionError(ErrorNumber.ENHANCE_YOUR_CALM);
        expectFault(ApplicationFault.BAD_RESPONSE, "http2.maxStreamErrors=20 (test.yaml:");
    }

    @Test
    void whoWorksMoreMayResetMore() {
        bench("retries: { attempts: 1 }", LIMITS);
        RawClient client = post("/", "x");
        RawHttp2Server server = endpoint.accept().greet();
        for (int i = 0; i < 60; i++) {
            client = i == 0 ? client : post("/", "x");
            int stream = server.request().stream();
            if (i % 2 == 0) {
                server.answer(stream, "well");
                expectAnswer(client, "well");
            } else {
                server.reset(stream, ErrorNumber.CANCEL);
                assertThat(answer(client)).startsWith("HTTP/1.1 502 ");
            }
        }
        server.expectAlive();
    }

    // ---- silence

    @Test
    void settingsThatAreNeverAcknowledged() {
        bench("http2: { settingsTimeout: 200ms }");
        RawClient client = post("/", "x");
        RawHttp2Server server = endpoint.accept().settings();
        server.request();
        server.expectConnectionError(ErrorNumber.SETTINGS_TIMEOUT);
        expectSilence(client, "http2.settingsTimeout=200ms (test.yaml:");
    }

    @Test
    void anEndpointThatSaysNothingAtAll() {
        bench("http2: { settingsTimeout: 200ms }");
        RawClient client = post("/", "x");
        RawHttp2Server server = endpoint.accept();
        server.expectConnectionError(ErrorNumber.SETTINGS_TIMEOUT);
        expectSilence(client, "http2.settingsTimeout=200ms (test.yaml:");
    }

    private void expectSilence(RawClient client, String timer) {
        assertThat(answer(client)).startsWith("HTTP/1.1 504 ");
        expectFault(TransportFault.READ_STALLED, timer);
    }
}
