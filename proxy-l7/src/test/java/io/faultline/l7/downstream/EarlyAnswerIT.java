package io.faultline.l7.downstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.l7.HttpBench;
import io.faultline.testkit.leak.LeakGuard;
import io.faultline.testkit.net.Behaviour;
import io.faultline.testkit.net.RawClient;
import io.faultline.testkit.net.ScriptedOrigin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The endpoint answers while its request is still coming. Who said nothing of closing does not close: the
 * rest of the body is thrown away, and the next request is served.
 */
@ExtendWith(LeakGuard.class)
class EarlyAnswerIT {

    private static final String NO = "HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\n\r\nno";
    private static final String NEXT = "GET /next HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";

    /** Says no to every head, and reads what comes. */
    private static final Behaviour REFUSES =
            connection -> {
                connection.read(new byte[65_536]);
                connection.write(NO);
                connection.drain();
            };

    @Test
    void theRestOfABodyIsThrownAwayAndTheNextRequestIsServed() {
        try (var origin = ScriptedOrigin.start(REFUSES);
                var bench = HttpBench.start(HttpBench.config("", "", origin.hostPort()));
                var client = RawClient.connect(bench.port())) {
            client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\n123");
            assertThat(readAnswer(client))
                    .startsWith("HTTP/1.1 403")
                    .doesNotContainIgnoringCase("\r\nconnection:");

            client.send("45678").send("90" + NEXT);

            assertThat(client.readToEnd().text()).startsWith("HTTP/1.1 403").endsWith("no");
            assertThat(bench.server.faults().recent()).isEmpty();
        }
    }

    @Test
    void soIsTheRestOfAChunkedOne() {
        try (var origin = ScriptedOrigin.start(REFUSES);
                var bench = HttpBench.start(HttpBench.config("", "", origin.hostPort()));
                var client = RawClient.connect(bench.port())) {
            client.send("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n12");
            assertThat(readAnswer(client)).startsWith("HTTP/1.1 403");

            client.send("345\r\n1\r\n6\r\n0\r\nX-Sum: 1\r\n\r\n" + NEXT);

            assertThat(client.readToEnd().text()).startsWith("HTTP/1.1 403").endsWith("no");
        }
    }

    @Test
    void aRestThatIsNoBodyIsTheEnd() {
        try (var origin = ScriptedOrigin.start(REFUSES);
                var bench = HttpBench.start(HttpBench.config("", "", origin.hostPort()));
                var client = RawClient.connect(bench.port())) {
            client.send("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n12");
            assertThat(readAnswer(client)).startsWith("HTTP/1.1 403");

            client.send("345\r\nnonsense\r\n" + NEXT).expectFin();
        }
    }

    @Test
    void aRestThatDoesNotComeIsNotWaitedForLong() {
        try (var origin = ScriptedOrigin.start(REFUSES);
                var bench = HttpBench.start(HttpBench.config("", "", origin.hostPort()));
                var client = RawClient.connect(bench.port())) {
            client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\n123");
            assertThat(readAnswer(client)).startsWith("HTTP/1.1 403");

            client.expectFin();
        }
    }

    @Test
    void whoMayNotSendItsBodyAtAllIsToldThatThisIsTheEnd() {
        try (var origin = ScriptedOrigin.start(REFUSES);
                var bench = HttpBench.start(HttpBench.config("", "", origin.hostPort()));
                var client = RawClient.connect(bench.port())) {
            client.send(
                    "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n"
                            + "Expect: 100-continue\r\n\r\n");

            assertThat(readAnswer(client))
                    .startsWith("HTTP/1.1 403")
                    .containsIgnoringCase("\r\nconnection: close\r\n");
            client.expectFin();
        }
    }

    private static String readAnswer(RawClient client) {
        var head = new StringBuilder();
        do {
            head.append(client.readLine().strip()).append("\r\n");
        } while (!head.toString().endsWith("\r\n\r\n"));
        return head + client.readText(2);
    }
}
