package io.faultline.l7.downstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.l7.HttpBench;
import io.faultline.l7.HttpOrigin;
import io.faultline.testkit.Eventually;
import io.faultline.testkit.leak.LeakGuard;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a client leaves behind: nothing, long before its deadlines would have come. */
@ExtendWith(LeakGuard.class)
class GoneClientsIT {

    private static final int CLIENTS = 40;
    private static final int OTHERS = 8; // of connections to the endpoint, which stay in the pool
    private static final String AND_CLOSE =
            "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
    private static final String KEPT_OPEN = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

    @Test
    void aClientThatLeavesBetweenRequestsLeavesNoDeadline() {
        assertNothingIsLeftOf(KEPT_OPEN, true);
    }

    @Test
    void aClientThatLeavesInTheMiddleOfAHeadLeavesNoDeadline() {
        assertNothingIsLeftOf("GET / HTTP/1.1\r\nHo", false);
    }

    @Test
    void aClientThatNeverSpeaksLeavesNoDeadline() {
        assertNothingIsLeftOf("", false);
    }

    @Test
    void aClientThatLeavesInTheMiddleOfABodyLeavesNoDeadline() {
        assertNothingIsLeftOf(
                "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nhalf", false);
    }

    private static void assertNothingIsLeftOf(String sent, boolean answered) {
        try (var origin = HttpOrigin.saying("x");
                var bench = HttpBench.before(origin)) {
            bench.exchange(AND_CLOSE); // fills the pool
            Eventually.until("the first has gone", () -> bench.server.openSessions() == 0);
            int before = bench.server.deadlines();
            for (int i = 0; i < CLIENTS; i++) {
                try (var client = bench.connect()) {
                    client.send(sent);
                    if (answered) {
                        String line = client.readLine();
                        assertThat(line).startsWith("HTTP/1.1 200");
                        while (!line.isBlank()) {
                            line = client.readLine();
                        }
                        assertThat(client.readText(1)).isEqualTo("x");
                    }
                }
            }
            bench.exchange(AND_CLOSE); // whoever came before this one has been accepted
            Eventually.until(
                    "all have gone",
                    () ->
                            bench.server.openSessions() == 0
                                    && bench.server.deadlines() < before + OTHERS);
        }
    }
}
