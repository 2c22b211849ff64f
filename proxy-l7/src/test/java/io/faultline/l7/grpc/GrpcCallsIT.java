package io.faultline.l7.grpc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.faultline.core.fault.ApplicationFault;
import io.faultline.core.fault.SessionFault;
import io.faultline.l7.Http2Origin;
import io.faultline.l7.HttpBench;
import io.faultline.l7.HttpOrigin;
import io.faultline.testkit.Eventually;
import io.faultline.testkit.net.ReservedPort;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.InsecureServerCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.testing.integration.EmptyProtos.Empty;
import io.grpc.testing.integration.TestServiceGrpc;
import io.grpc.testing.integration.TestServiceGrpc.TestServiceBlockingStub;
import io.netty.handler.codec.http2.Http2Error;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What gRPC's own client is told when a call does not get through, and what its servers say of themselves. */
class GrpcCallsIT {

    private static HttpBench bench(String more, String upstream, String hostPort) {
        return HttpBench.start(
                """
                workers: 1
                %s
                listeners:
                  - name: web
                    bind: "127.0.0.1:0"
                    http: { routes: [ { match: { path: /grpc.testing.TestService }, to: calls }, { match: { path: /here }, to: calls } ] }
                upstreams:
                  calls: { endpoints: ["%s"], protocol: h2c%s }
                """
                        .formatted(more, hostPort, upstream));
    }

    private interface Call {
        void make(TestServiceBlockingStub stub);
    }

    private static Status failed(HttpBench bench, Call call) {
        ManagedChannel channel =
                Grpc.newChannelBuilder(
                                "127.0.0.1:" + bench.port(), InsecureChannelCredentials.create())
                        .build();
        try {
            StatusRuntimeException thrown =
                    catchThrowableOfType(
                            StatusRuntimeException.class,
                            () ->
                                    call.make(
                                            TestServiceGrpc.newBlockingStub(channel)
                                                    .withDeadlineAfter(20, TimeUnit.SECONDS)));
            assertThat(thrown).as("the call failed").isNotNull();
            return thrown.getStatus();
        } finally {
            channel.shutdownNow();
        }
    }

    private static void empty(TestServiceBlockingStub stub) {
        stub.emptyCall(Empty.getDefaultInstance());
    }

    @Test
    void anEndpointThatIsNotThereIsUnavailableWithOurCode(@TempDir Path folder) throws Exception {
        Path log = folder.resolve("access.log");
        try (var nobody = ReservedPort.any();
                var bench =
                        bench(
                                "accessLog: { file: \"%s\", format: json }".formatted(log),
                                "",
                                "127.0.0.1:" + nobody.port())) {
            Status status = failed(bench, GrpcCallsIT::empty);

            assertThat(status.getCode()).isEqualTo(Status.Code.UNAVAILABLE);
            assertThat(status.getDescription())
                    .startsWith("L4.CONNECT_REFUSED: ")
                    .contains("request-id ")
                    .doesNotContain("127.0.0.1");
            Eventually.until("the record", () -> read(log).contains("\"grpc_status\":\"14\""));
            assertThat(read(log)).contains("\"status\":200", "L4.CONNECT_REFUSED");
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, UTF_8);
        } catch (IOException notYet) {
            return "";
        }
    }

    @Test
    void aMethodThatNoRouteTakesIsUnimplemented() {
        try (var origin = Http2Origin.answering(call -> call.answer("200", "x"));
                var bench = bench("", "", origin.hostPort())) {
            Status status =
                    failed(
                            bench,
                            stub ->
                                    io.grpc.testing.integration.UnimplementedServiceGrpc
                                            .newBlockingStub(stub.getChannel())
                                            .unimplementedCall(Empty.getDefaultInstance()));
            assertThat(status.getCode()).isEqualTo(Status.Code.UNIMPLEMENTED);
            assertThat(status.getDescription()).startsWith("L7.NO_MATCHING_ROUTE");
        }
    }

    /** The client of this test is patient: the deadline is one that a hop before us has passed on. */
    @Test
    void aCallThatItsEndpointCancelsIsCancelled() {
        try (var origin = Http2Origin.answering(call -> call.reset(Http2Error.CANCEL));
                var bench = bench("", "", origin.hostPort())) {
            String answer =
                    bench.exchange(
                            "POST /here HTTP/1.1\r\nHost: a\r\nContent-Type: application/grpc\r\n"
                                    + "Content-Length: 0\r\nConnection: close\r\n\r\n");
            assertThat(answer).contains("grpc-status: 1\r\n", "grpc-message: L7.STREAM_RESET: ");
        }
    }

    /** The connection is there already: else the deadline may pass before the endpoint has the call. */
    @Test
    void aCallEndsWhenItsDeadlineHasPassed() {
        try (var origin =
                        Http2Origin.answering(
                                call -> {
                                    if (call.header(":path").equals("/here/first")) {
                                        call.answer("200", "");
                                    }
                                });
                var bench = bench("", "", origin.hostPort())) {
            bench.exchange("GET /here/first HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");

            String answer =
                    bench.exchange(
                            "POST /here HTTP/1.1\r\nHost: a\r\nContent-Type: application/grpc\r\n"
                                    + "Grpc-Timeout: 300m\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");

            assertThat(answer)
                    .startsWith("HTTP/1.1 200 OK\r\n")
                    .contains("grpc-status: 4\r\n", "grpc-message: L7.RESPONSE_TIMEOUT: ");
            assertThat(bench.evidenceOf(ApplicationFault.RESPONSE_TIMEOUT))
                    .contains("grpc-timeout=300m (the client's)");
            Eventually.until("the endpoint to be told", () -> !origin.resets.isEmpty());
            assertThat(origin.connections).hasValue(1);
            assertThat(origin.calls.getLast().header("grpc-timeout")).isEqualTo("300m");
        }
    }

    @Test
    void theEndpointsOwnStatusStandsInTheLog(@TempDir Path folder) {
        Path log = folder.resolve("access.log");
        try (var origin =
                        Http2Origin.answering(
                                call -> {
                                    if (call.header(":path").endsWith("EmptyCall")) {
                                        call.head(
                                                "200",
                                                true,
                                                "content-type",
                                                "application/grpc",
                                                "grpc-status",
                                                "9",
                                                "grpc-message",
                                                "not now");
                                    }
                                });
                var bench =
                        bench(
                                "accessLog: { file: \"%s\", format: json }".formatted(log),
                                "",
                                origin.hostPort())) {
            Status status = failed(bench, GrpcCallsIT::empty);

            assertThat(status.getCode()).isEqualTo(Status.Code.FAILED_PRECONDITION);
            assertThat(status.getDescription()).isEqualTo("not now");
            Eventually.until("the record", () -> read(log).contains("\"grpc_status\":\"9\""));
            assertThat(bench.server.faults().total()).as("the application's own affair").isZero();
        }
    }

    // ---- health

    private static Server serving(HealthStatusManager health) throws IOException {
        return Grpc.newServerBuilderForPort(0, InsecureServerCredentials.create())
                .addService(health.getHealthService())
                .build()
                .start();
    }

    @Test
    void aServerSaysItselfWhetherItServes() throws Exception {
        var health = new HealthStatusManager();
        health.setStatus("shop.Orders", ServingStatus.SERVING);
        Server server = serving(health);
        try (var bench =
                bench(
                        "",
                        ", health: { grpc: { service: shop.Orders }, interval: 50ms, timeout: 20s, rise: 1, fall: 1 }",
                        "127.0.0.1:" + server.getPort())) {
            Eventually.until("up", () -> bench.exchange(HERE).startsWith("HTTP/1.1 4"));

            health.setStatus("shop.Orders", ServingStatus.NOT_SERVING);
            Eventually.until("down", () -> bench.exchange(HERE).startsWith("HTTP/1.1 503 "));
            assertThat(bench.evidenceOf(SessionFault.NONE_HEALTHY)).contains("L7.UPSTREAM_ERROR");

            health.setStatus("shop.Orders", ServingStatus.SERVING);
            Eventually.until("up again", () -> bench.exchange(HERE).startsWith("HTTP/1.1 4"));

            health.clearStatus("shop.Orders");
            Eventually.until("unknown", () -> bench.exchange(HERE).startsWith("HTTP/1.1 503 "));
        } finally {
            server.shutdownNow();
        }
    }

    @Test
    void aServerThatSpeaksNoHttp2IsNoHealthyOne() {
        try (var origin = HttpOrigin.saying("hello");
                var bench =
                        bench(
                                "",
                                ", health: { grpc: {}, interval: 50ms, fall: 1, initially: down }",
                                origin.hostPort())) {
            Eventually.until("down", () -> bench.exchange(HERE).startsWith("HTTP/1.1 503 "));
            Eventually.until(
                    "why",
                    () -> {
                        bench.exchange(HERE);
                        return bench.seen(SessionFault.NONE_HEALTHY).stream()
                                .anyMatch(
                                        seen ->
                                                seen.fault()
                                                        .evidence()
                                                        .toString()
                                                        .contains("BAD_RESPONSE"));
                    });
        }
    }

    private static final String HERE = "GET /here HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
}
