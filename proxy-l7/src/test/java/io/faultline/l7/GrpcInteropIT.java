package io.faultline.l7;

import io.grpc.testing.integration.TestServiceClient;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** gRPC's own interoperability suite: its client, us, its server. */
class GrpcInteropIT {

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
        }
        TestServiceClient.main(arguments.toArray(String[]::new));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "empty_unary",
                "cacheable_unary",
                "large_unary",
                "client_compressed_unary",
                "client_compressed_unary_noprobe",
                "server_compressed_unary",
                "client_streaming",
                "client_compressed_streaming",
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
                "channel_soak",
                "orca_per_rpc",
                "orca_oob"
            })
    void withoutAProxy(String testCase) throws Exception {
        try (var server = InteropServer.overH2c()) {
            run(testCase, server.port(), false);
        }
        try (var server = InteropServer.overTls()) {
            run(testCase, server.port(), true);
        }
    }
}
