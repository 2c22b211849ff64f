package io.faultline.l7.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.core.fault.ApplicationFault;
import io.faultline.l7.HttpBench;
import io.grpc.testing.integration.TestServiceClient;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** gRPC's own interoperability suite: its client, us, its server. */
class GrpcInteropIT {

    private final Path certificates;

    GrpcInteropIT(@TempDir Path folder) throws IOException {
        certificates = InteropServer.copyCertificates(folder);
    }

    private static void run(String testCase, int port, boolean tls) throws Exception {
        List<String> arguments =
                new ArrayList<>(
                        List.of(
                                "--server_host=127.0.0.1",
                                "--server_port=" + port,
                                "--use_tls=" + tls,
                                "--test_case=" + testCase));
        if (tls) {
            arguments.add("--use_test_ca=true");
            arguments.add("--server_host_override=" + InteropServer.NAME);
        }
        if (testCase.contains("soak")) {
            arguments.add("--soak_iterations=50");
            arguments.add("--soak_num_threads=2");
            // That calls get through, not how fast this machine is: a second is the default.
            arguments.add("--soak_per_iteration_max_acceptable_latency_ms=20000");
            arguments.add("--soak_overall_timeout_seconds=60");
        }
        TestServiceClient.main(arguments.toArray(String[]::new));
    }

    /** Those that the suite's own client and server pass between themselves. */
    static Stream<String> cases() {
        return Stream.of(
                "empty_unary",
                "large_unary",
                "client_compressed_unary_noprobe",
                "server_compressed_unary",
                "client_streaming",
                "client_compressed_streaming_noprobe",
                "server_streaming",
                "server_compressed_streaming",
                "ping_pong",
                "empty_stream",
                "custom_metadata",
                "status_code_and_message",
                "special_status_message",
                "unimplemented_method",
                "unimplemented_service",
                "cancel_after_begin",
                "cancel_after_first_response",
                "timeout_on_sleeping_server",
                "very_large_request",
                "pick_first_unary",
                "rpc_soak",
                "channel_soak");
    }

    /**
     * The baseline. The others of the suite fail here too: its Java server knows no cacheable_unary and no
     * probe for compression, and the client's ORCA cases want a server of their own.
     */
    @ParameterizedTest
    @MethodSource("cases")
    void withoutAProxy(String testCase) throws Exception {
        try (var server = InteropServer.overH2c()) {
            run(testCase, server.port(), false);
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void throughUsOverH2c(String testCase) throws Exception {
        try (var server = InteropServer.overH2c();
                var bench = HttpBench.start(config("", server.port(), "protocol: h2c"))) {
            run(testCase, bench.port(), false);
            assertThat(bench.seen(ApplicationFault.INTERNAL)).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void throughUsOverTls(String testCase) throws Exception {
        String certificate =
                "tls: { certificates: [ { cert: \"%s\", key: \"%s\" } ] }"
                        .formatted(file("server1.pem"), file("server1.key"));
        String upstream =
                "protocol: h2, tls: { ca: \"%s\", serverName: %s }"
                        .formatted(file("ca.pem"), InteropServer.NAME);
        try (var server = InteropServer.overTls();
                var bench = HttpBench.start(config(certificate, server.port(), upstream))) {
            run(testCase, bench.port(), true);
            assertThat(bench.seen(ApplicationFault.INTERNAL)).isEmpty();
        }
    }

    private Path file(String name) {
        return certificates.resolve(name);
    }

    private static String config(String tls, int port, String upstream) {
        return """
        workers: 2
        listeners:
          - name: web
            bind: "127.0.0.1:0"
            %s
            http: { routes: [ { to: calls } ], limits: { maxBodyBytes: 64MiB } }
        upstreams:
          calls: { endpoints: ["127.0.0.1:%d"], %s }
        """
                .formatted(tls, port, upstream);
    }
}
