package io.faultline.app.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.faultline.testkit.Eventually;
import io.faultline.testkit.leak.LeakGuard;
import io.faultline.testkit.net.ClientSettings;
import io.faultline.testkit.net.RawClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What one client of the operators' port can cost it: the slow, the deaf, the many, the mad. */
@Timeout(60)
@ExtendWith(LeakGuard.class)
class AdminEnduranceIT extends AdminPortInTest {

    @ParameterizedTest
    @CsvSource({"5000, 0, 414", "0, 9000, 431"})
    void aHeadThatIsTooLargeIsRefusedBeforeItIsWhole(int uriBytes, int headerBytes, int status) {
        String request =
                "GET /"
                        + "u".repeat(uriBytes)
                        + (headerBytes > 0 ? " HTTP/1.1\r\nX: " + "h".repeat(headerBytes) : "");

        assertThat(ask(request).text()).startsWith("HTTP/1.1 " + status + " ");
        assertServes();
    }

    @Test
    void garbageHarmsNothing() {
        Random random = new Random(1);
        for (int round = 0; round < 200; round++) {
            byte[] garbage = new byte[1 + random.nextInt(2_000)];
            random.nextBytes(garbage);
            try (RawClient client = connect()) {
                client.send(garbage).halfClose();
                String reply = client.readToEnd().text();
                assertThat(reply)
                        .satisfiesAnyOf(
                                text -> assertThat(text).isEmpty(),
                                text -> assertThat(text).startsWith("HTTP/1.1 400 "));
            }
        }
        assertThat(answered).hasValue(0);
        assertServes();
    }

    @Test
    void whoSaysItAllAndClosesItsSideStillGetsTheAnswer() {
        ClientSettings slow = ClientSettings.to(server.address()).withReceiveBuffer(4_096);
        try (RawClient client = slow.connect()) {
            client.send("GET /big HTTP/1.0\r\n\r\n").halfClose();

            assertThat(client.readToFin()).hasSizeGreaterThan(BIG);
        }
    }

    @Test
    void whoKeepsSendingStillGetsTheWholeAnswer() {
        // The first answer is still on its way when the second request is read.
        ClientSettings slow = ClientSettings.to(server.address()).withReceiveBuffer(4_096);
        try (RawClient client = slow.connect()) {
            String request = "GET /big HTTP/1.1\r\nHost: localhost\r\n\r\n";
            client.send(request.repeat(100));

            assertThat(client.readToFin()).hasSizeBetween(BIG, BIG + 1_000);
        }
        assertThat(answered).hasValue(1); // a hundred answers would stand in memory
    }

    @Test
    void whoSendsMoreThanWeReadStillSeesWhatWeSaid() {
        try (RawClient client = connect()) {
            client.send(
                    "POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99999999\r\n\r\n");
            client.send(new byte[3 * BIG]); // more than all buffers on the way can hold

            assertThat(new String(client.readToFin(), StandardCharsets.US_ASCII))
                    .startsWith("HTTP/1.1 405 ");
        }
    }

    @Test
    void anAnswerHasTimeOfItsOwn() throws IOException {
        restart(new AdminLimits(64, 8 * 1024, Duration.ofMillis(50), Duration.ofMinutes(5)));
        ClientSettings slow = ClientSettings.to(server.address()).withReceiveBuffer(4_096);
        try (RawClient client = slow.connect()) {
            client.send("GET /slow HTTP/1.1\r\nHost: localhost\r\n\r\n");

            assertThat(client.readToFin()).hasSizeGreaterThan(BIG);
        }
    }

    @Test
    void halfARequestIsGivenUpInTime() throws IOException {
        restart(IMPATIENT);
        for (String half : List.of("", "G", "GET / HTTP/1.1\r\nHost: loc")) {
            try (RawClient client = connect()) {
                client.send(half);

                client.readToEnd(); // returns because the other side has ended it
            }
        }
        assertServes();
    }

    @Test
    void bytesOneByOneDoNotBuyMoreTime() throws IOException {
        restart(IMPATIENT);
        try (RawClient client = connect()) {
            client.send("GET / HTTP/1.1\r\n");

            assertThatThrownBy(
                            () -> {
                                while (true) {
                                    client.send("X: y\r\n");
                                    client.expectSilence(Duration.ofMillis(5));
                                }
                            })
                    .isInstanceOfAny(AssertionError.class, UncheckedIOException.class);
        }
        assertThat(answered).hasValue(0);
    }

    @Test
    void whoNeverReadsIsCutOff() throws IOException {
        restart(IMPATIENT);
        ClientSettings deaf = ClientSettings.to(server.address()).withReceiveBuffer(4_096);
        try (RawClient client = deaf.connect()) {
            client.send("GET /big HTTP/1.1\r\nHost: localhost\r\n\r\n");
            Eventually.asserted("it was asked", () -> assertThat(answered).hasValue(1));
            Eventually.asserted(
                    "it is cut off", () -> assertThat(server.openConnections()).isZero());

            assertThat(client.readToEnd().bytes()).hasSizeLessThan(BIG);
        }
    }

    @Test
    void idleConnectionsCannotLockAnOperatorOut() throws IOException {
        restart(new AdminLimits(8, 8 * 1024, Duration.ofMinutes(5), Duration.ofMinutes(5)));
        List<RawClient> idle = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            idle.add(connect());
        }

        assertServes();

        assertThat(idle.getFirst().readToEnd().bytes()).isEmpty(); // the oldest had to go
        assertThat(server.openConnections()).isLessThanOrEqualTo(8);
        idle.forEach(RawClient::close);
    }
}
