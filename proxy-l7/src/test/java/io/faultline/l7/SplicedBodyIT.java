package io.faultline.l7;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.core.Side;
import io.faultline.core.fault.ApplicationFault;
import io.faultline.core.fault.Fault;
import io.faultline.core.fault.TransportFault;
import io.faultline.testkit.Eventually;
import io.faultline.testkit.net.ClientSettings;
import io.faultline.testkit.net.Ending;
import io.faultline.testkit.net.Payload;
import io.faultline.testkit.net.RawClient;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies so long that they go through the kernel alone: they end where they should, and blame whom they should. */
class SplicedBodyIT {

    private static final String GET = "GET /%d HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final Pattern LENGTH = Pattern.compile("(?i)content-length: (\\d+)");

    private static String body(int length) {
        return new String(Payload.bytes(length, length), ISO_8859_1);
    }

    /** Answers each request with as many bytes as its path says. */
    private static String sized(String request) {
        return HttpOrigin.ok(body(Integer.parseInt(request.substring(5, request.indexOf(" H")))));
    }

    private static String readAnswer(RawClient client) {
        String line = client.readLine();
        assertThat(line).startsWith("HTTP/1.1 200");
        int length = 0;
        while (!(line = client.readLine()).isBlank()) {
            Matcher told = LENGTH.matcher(line);
            length = told.find() ? Integer.parseInt(told.group(1)) : length;
        }
        return new String(client.readExactly(length), ISO_8859_1);
    }

    @Test
    void bodiesOfAllSizesComeWholeOverOneConnection() {
        int[] sizes = {
            1, 100_000, 3, 32_768, 40_000, 100_000, 65_536, 8_192, 1_000_000, 0, 5_000_000, 70,
            131_072
        };
        try (var origin = HttpOrigin.answering(SplicedBodyIT::sized);
                var bench = HttpBench.before(origin);
                var client = bench.connect()) {
            for (int size : sizes) {
                client.send(GET.formatted(size));
                assertThat(readAnswer(client)).isEqualTo(body(size));
            }
            assertThat(origin.connections()).isEqualTo(1);
        }
    }

    @Test
    void requestsThatWaitBehindALongAnswerAreServed() {
        try (var origin = HttpOrigin.answering(SplicedBodyIT::sized);
                var bench = HttpBench.before(origin);
                var client = bench.connect()) {
            client.send(GET.formatted(2_000_000) + GET.formatted(300_000) + GET.formatted(5));
            assertThat(readAnswer(client)).isEqualTo(body(2_000_000));
            assertThat(readAnswer(client)).isEqualTo(body(300_000));
            assertThat(readAnswer(client)).isEqualTo(body(5));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {50_000, 200_000, 2_000_000})
    void anAnswerThatEndsBeforeItsLengthIsNotTakenForWhole(int sent) {
        try (var origin =
                        HttpOrigin.answering(
                                request ->
                                        "HTTP/1.1 200 OK\r\nConnection: close\r\n"
                                                + "Content-Length: 3000000\r\n\r\n"
                                                + body(sent));
                var bench = HttpBench.before(origin);
                var client = bench.connect()) {
            client.send(GET.formatted(1));
            assertThat(client.readToEnd().ending()).isEqualTo(Ending.RESET);
            Fault fault = bench.awaitFault(ApplicationFault.RESPONSE_INCOMPLETE).fault();
            assertThat(fault.side()).isEqualTo(Side.UPSTREAM);
            assertThat(fault.evidence().toString()).contains(Integer.toString(sent));
        }
    }

    @Test
    void bytesBehindALongBodyAreNobodysAnswer() {
        String smuggled = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nwrong";
        try (var origin = HttpOrigin.answering(request -> sized(request) + smuggled);
                var bench = HttpBench.before(origin);
                var client = bench.connect()) {
            for (int i = 0; i < 5; i++) {
                client.send(GET.formatted(500_000));
                assertThat(readAnswer(client)).isEqualTo(body(500_000));
            }
            assertThat(origin.connections()).isEqualTo(5);
        }
    }

    @Test
    void aClientThatDoesNotReadIsToBlameAndNotTheEndpoint() {
        try (var origin = HttpOrigin.answering(SplicedBodyIT::sized);
                var bench =
                        HttpBench.start(
                                HttpBench.config(
                                        "timeouts: { writeStall: 300ms, responseStall: 100ms }",
                                        "",
                                        origin.hostPort()));
                var client = ClientSettings.to(bench.port()).withReceiveBuffer(4096).connect()) {
            client.send(GET.formatted(20_000_000));
            Fault fault = bench.awaitFault(TransportFault.WRITE_STALLED).fault();
            assertThat(fault.side()).isEqualTo(Side.CLIENT);
            assertThat(bench.seen(TransportFault.READ_STALLED)).isEmpty();
        }
    }

    @Test
    void anEndpointThatStopsInTheMiddleIsToBlame() {
        try (var origin =
                        HttpOrigin.answering(
                                request ->
                                        "HTTP/1.1 200 OK\r\nContent-Length: 3000000\r\n\r\n"
                                                + body(1_000_000));
                var bench =
                        HttpBench.start(
                                HttpBench.config(
                                        "timeouts: { responseStall: 300ms }",
                                        "",
                                        origin.hostPort()));
                var client = bench.connect()) {
            client.send(GET.formatted(1));
            assertThat(client.readToEnd().ending()).isEqualTo(Ending.RESET);
            Fault fault = bench.awaitFault(TransportFault.READ_STALLED).fault();
            assertThat(fault.side()).isEqualTo(Side.UPSTREAM);
            assertThat(fault.evidence().toString()).contains("received=1000000");
        }
    }

    @Test
    void aClientThatLeavesInTheMiddleHarmsNobodyElse() {
        try (var origin = HttpOrigin.answering(SplicedBodyIT::sized);
                var bench = HttpBench.before(origin)) {
            for (int i = 0; i < 10; i++) {
                try (var client = bench.connect()) {
                    client.send(GET.formatted(10_000_000));
                    client.readExactly(300_000);
                    client.reset();
                }
            }
            Eventually.until(
                    "ten aborts", () -> bench.seen(ApplicationFault.CLIENT_ABORT).size() == 10);
            try (var client = bench.connect()) {
                client.send(GET.formatted(1_000_000));
                assertThat(readAnswer(client)).isEqualTo(body(1_000_000));
            }
        }
    }

    @Test
    void aClientThatReadsSlowlyGetsEveryByte() {
        try (var origin = HttpOrigin.answering(SplicedBodyIT::sized);
                var bench = HttpBench.before(origin);
                var client = ClientSettings.to(bench.port()).withReceiveBuffer(4096).connect()) {
            client.send(GET.formatted(4_000_000) + GET.formatted(7));
            byte[] wanted = Payload.bytes(4_000_000, 4_000_000);
            while (!client.readLine().isBlank()) {}
            for (int at = 0; at < wanted.length; at += 50_000) {
                assertThat(client.readExactly(50_000))
                        .isEqualTo(Arrays.copyOfRange(wanted, at, at + 50_000));
            }
            assertThat(readAnswer(client)).isEqualTo(body(7));
        }
    }
}
