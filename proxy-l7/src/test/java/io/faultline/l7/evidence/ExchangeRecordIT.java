package io.faultline.l7.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.l7.Http2Peer;
import io.faultline.l7.HttpBench;
import io.faultline.l7.HttpOrigin;
import io.faultline.testkit.Eventually;
import io.faultline.testkit.leak.LeakGuard;
import io.faultline.testkit.net.ReservedPort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Each exchange leaves one record, whatever became of it. */
@ExtendWith(LeakGuard.class)
class ExchangeRecordIT {

    private static final String TEMPLATE =
            "{method} {target} {host} {protocol} {status} {upstream} {connection} {fault} {failed}"
                    + " {bytes_up}/{bytes_down} {request_id} {user_agent}";

    @TempDir private Path folder;

    @Test
    void oneRecordPerExchangeWithWhatTheClientAskedAndGot() throws IOException {
        try (var origin = HttpOrigin.saying("hello");
                var bench = HttpBench.start(logging(origin.hostPort()));
                var client = bench.connect()) {
            for (int i = 0; i < 2; i++) {
                client.send(
                        "POST /a?b HTTP/1.1\r\nHost: shop\r\nUser-Agent: probe\r\n"
                                + "Content-Length: 3\r\n\r\nxyz");
            }
            assertThat(lines(2))
                    .satisfiesExactly(
                            first ->
                                    assertThat(first)
                                            .matches(
                                                    "POST /a\\?b shop 1.1 200 shop new - - 3/5"
                                                            + " [0-9a-f]{32} probe"),
                            second -> assertThat(second).contains(" 200 shop reused - - 3/5 "));
        }
    }

    @Test
    void aFailedExchangeNamesItsFaultAndEveryTry() throws IOException {
        try (var nobody = ReservedPort.any();
                var bench = HttpBench.start(logging("127.0.0.1:" + nobody.port()))) {
            bench.exchange("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
            assertThat(lines(1).getFirst())
                    .contains(" 502 shop none L4.CONNECT_REFUSED ")
                    .contains("127.0.0.1:" + nobody.port() + "=L4.CONNECT_REFUSED");
        }
    }

    @Test
    void aClientThatLeavesIsA499AndNobodyElsesFault() throws IOException {
        try (var origin = HttpOrigin.answering(request -> "HTTP/1.1 200 OK\r\nX: unfinished");
                var bench = HttpBench.start(logging(origin.hostPort()))) {
            var client = bench.connect();
            client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
            Eventually.until("the request", () -> origin.requests().size() == 1);
            client.reset();
            assertThat(lines(1).getFirst()).contains(" 499 shop new L7.CLIENT_ABORT ");
        }
    }

    @Test
    void aRefusedRequestIsRecordedAsFarAsItWasUnderstood() throws IOException {
        try (var origin = HttpOrigin.saying("hello");
                var bench = HttpBench.start(logging(origin.hostPort()))) {
            bench.exchange(
                    "PUT /a?b HTTP/1.1\r\nHost: shop\r\nUser-Agent: probe\r\nbad field\r\n\r\n");
            assertThat(lines(1).getFirst())
                    .matches("PUT /a\\?b shop 1.1 400 - none L7.BAD_REQUEST - 0/0 - probe");
            bench.exchange("\1\2\3\r\n\r\n");
            assertThat(lines(2).getLast()).matches("- - - 1.1 400 - none L7.BAD_REQUEST - .*");
        }
    }

    @Test
    void aRequestThatIsRefusedInTheMiddleOfItsBodyIsRecordedWithTheStatusOfItsAnswer()
            throws IOException {
        try (var origin = HttpOrigin.saying("hello");
                var bench = HttpBench.start(logging(origin.hostPort()))) {
            bench.exchange(
                    "POST / HTTP/1.1\r\nHost: shop\r\nTransfer-Encoding: chunked\r\n\r\nrubbish\r\n");
            assertThat(lines(1).getFirst()).startsWith("POST / shop 1.1 400 shop ");
        }
    }

    @Test
    void aRefusedStreamOfHttp2IsRecordedAndItsConnectionGoesOn() throws IOException {
        try (var origin = HttpOrigin.saying("hello");
                var bench = HttpBench.start(logging(origin.hostPort()));
                var peer = Http2Peer.connect(bench).greet()) {
            String[] many = new String[2 * 101];
            Arrays.fill(many, "x");
            peer.request(1, true, "GET", "/", many);
            assertThat(peer.awaitStatus(1)).isEqualTo("431");
            peer.get(3, "/");
            assertThat(peer.awaitStatus(3)).isEqualTo("200");

            assertThat(lines(2).getFirst())
                    .startsWith("GET / - 2.0 431 - none L7.TOO_MANY_HEADERS ");
        }
    }

    private List<String> lines(int count) throws IOException {
        Path file = folder.resolve("access.log");
        Eventually.until(
                count + " records",
                () -> {
                    try {
                        return Files.readAllLines(file).size() >= count;
                    } catch (IOException notYet) {
                        return false;
                    }
                });
        return Files.readAllLines(file);
    }

    private String logging(String endpoint) {
        return HttpBench.config("", "", endpoint)
                + "accessLog: { file: \"%s\", format: text, template: \"%s\" }\n"
                        .formatted(folder.resolve("access.log"), TEMPLATE);
    }
}
