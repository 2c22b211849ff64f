package io.faultline.l7.upstream;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.core.Side;
import io.faultline.core.fault.Fault;
import io.faultline.core.fault.FaultCode;
import io.faultline.l7.Http2Peer;
import io.faultline.l7.HttpBench;
import io.faultline.l7.TestCertificates;
import io.faultline.l7.http2.rfc9113.Transport;
import io.faultline.testkit.Eventually;
import io.faultline.testkit.leak.LeakGuard;
import io.faultline.testkit.net.Ending;
import io.faultline.testkit.net.RawClient;
import io.faultline.testkit.net.Received;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A proxy in front of an endpoint that a test plays frame by frame, in clear text and over TLS. After each test nothing may be
 * under way any more.
 */
@ExtendWith(LeakGuard.class)
@ParameterizedClass(name = "{0}")
@EnumSource(Transport.class)
abstract class HostileEndpoint {

    static final int HEADER_TABLE_SIZE = 1;
    static final int ENABLE_PUSH = 2;
    static final int MAX_CONCURRENT_STREAMS = 3;
    static final int INITIAL_WINDOW_SIZE = 4;
    static final int MAX_FRAME_SIZE = 5;
    static final int ENABLE_CONNECT_PROTOCOL = 8;

    private static TestCertificates files;

    @Parameter Transport transport = Transport.CLEAR;

    RawHttp2Endpoint endpoint;
    private @Nullable HttpBench started;
    private final List<AutoCloseable> clients = new ArrayList<>();

    @BeforeAll
    static void certify(@TempDir Path folder) {
        files = new TestCertificates(folder);
    }

    @BeforeEach
    void listen() {
        endpoint = new RawHttp2Endpoint(transport == Transport.CLEAR ? null : files.serving());
    }

    @AfterEach
    void nothingIsLeft() throws Exception {
        for (AutoCloseable client : clients) {
            client.close();
        }
        endpoint.close();
        HttpBench bench = started;
        if (bench != null) {
            Eventually.until(
                    "no exchange to be under way",
                    () -> bench.server.upstreams().getFirst().cluster().active() == 0);
            Eventually.until("no bytes to be kept", () -> bench.server.backlogBytes() == 0);
            bench.close();
        }
    }

    /** The proxy; made when it is first asked for. */
    HttpBench bench() {
        HttpBench bench = started;
        return bench == null ? bench("") : bench;
    }

    /** @param upstream more keys of the upstream, as flow YAML */
    HttpBench bench(String upstream) {
        return bench("", upstream);
    }

    HttpBench bench(String route, String upstream) {
        return bench("", route, upstream);
    }

    HttpBench bench(String http, String route, String upstream) {
        String protocol =
                transport == Transport.CLEAR
                        ? "protocol: h2c"
                        : "protocol: h2, tls: { ca: \"%s\", serverName: localhost }"
                                .formatted(files.path("ca.pem"));
        String more = upstream.isEmpty() ? "" : ", " + upstream;
        HttpBench bench =
                HttpBench.start(
                        HttpBench.config(http, route, endpoint.hostPort())
                                .replace("endpoints:", protocol + more + ", endpoints:"));
        started = bench;
        return bench;
    }

    // ---- clients

    RawClient connect() {
        RawClient client = bench().connect();
        clients.add(client);
        return client;
    }

    /** A client of HTTP/1.1 that has asked. */
    RawClient get(String path) {
        return connect().send("GET " + path + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    }

    /** One whose method may not be done twice. */
    RawClient post(String path, String body) {
        return connect()
                .send(
                        "POST %s HTTP/1.1\r\nHost: a\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s"
                                .formatted(path, body.length(), body));
    }

    Http2Peer http2Client(int... settings) {
        Http2Peer client = Http2Peer.connect(bench());
        clients.add(client);
        return client.greet(settings);
    }

    static String answer(RawClient client) {
        return new String(client.readToFin(), ISO_8859_1);
    }

    static void expectAnswer(RawClient client, String body) {
        assertThat(answer(client)).startsWith("HTTP/1.1 200 ").contains(body);
    }

    /** An answer that began and cannot be finished: half of one must not look whole. */
    static void expectCut(RawClient client) {
        Received received = client.readToEnd();
        assertThat(received.ending()).isEqualTo(Ending.RESET);
    }

    /** The client was told of it, and the endpoint has to answer for it. */
    Fault expectBadGateway(RawClient client, FaultCode code, String... evidence) {
        assertThat(answer(client)).startsWith("HTTP/1.1 502 ");
        return expectFault(code, evidence);
    }

    Fault expectFault(FaultCode code, String... evidence) {
        Fault fault = bench().awaitFault(code).fault();
        assertThat(fault.side()).as("%s", fault).isEqualTo(Side.UPSTREAM);
        assertThat(fault.evidence().toString()).contains(evidence);
        return fault;
    }
}
