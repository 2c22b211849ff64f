package io.faultline.testkit.net;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What the client says when the other side did not do what the test expected. */
class RawClientIT {

    private static final Duration SHORT = Duration.ofMillis(100);
    private static final Duration ENOUGH_FOR_AN_ECHO = Duration.ofSeconds(2);

    @Test
    void aResetWhereAFinWasExpectedIsNamed() {
        try (var origin = ScriptedOrigin.start(Behaviour.resetAfterReceiving(1));
                var client = RawClient.connect(origin.port())) {
            client.send("x"); // only now: a reset at once may come before the client is through
            assertThatThrownBy(client::expectFin).hasMessage("expected FIN, got RESET");
        }
    }

    @Test
    void aFinWhereAResetWasExpectedIsNamed() {
        try (var origin = ScriptedOrigin.start(Behaviour.sendThenFin(new byte[0]));
                var client = RawClient.connect(origin.port())) {
            assertThatThrownBy(client::expectReset).hasMessage("expected RESET, got FIN");
        }
    }

    @Test
    void bytesThatWereNotExpectedAreShown() {
        try (var origin = ScriptedOrigin.start(Behaviour.greetThenClose("surprise"));
                var client = RawClient.connect(origin.port())) {
            assertThatThrownBy(client::expectFin)
                    .hasMessageStartingWith("expected FIN, got 8 bytes (\"surprise\")");
        }
    }

    @Test
    void silenceEndsAtTheDeadlineAndShowsWhatCame() {
        try (var origin = ScriptedOrigin.start(Behaviour.echo());
                var client =
                        ClientSettings.to(origin.port())
                                .withPatience(ENOUGH_FOR_AN_ECHO)
                                .connect()) {
            client.send("abc");
            assertThatThrownBy(() -> client.readExactly(10))
                    .hasMessage("expected 10 bytes, got 3 bytes (\"abc\"), then silence for PT2S");
        }
    }

    @Test
    void aPeerThatDoesNotReadEndsTheSendAtTheDeadline() {
        try (var origin =
                        ScriptedOrigin.start(
                                OriginSettings.defaults().withReceiveBuffer(4096),
                                Behaviour.silent());
                var client = ClientSettings.to(origin.port()).withPatience(SHORT).connect()) {
            assertThatThrownBy(() -> client.send(new byte[32 << 20]))
                    .hasMessageContaining("the peer does not read");
        }
    }

    @Test
    void aSynThatIsDroppedIsToldFromARefusal() {
        try (var hole = BlackHole.open()) {
            var settings = ClientSettings.to(hole.port()).withPatience(SHORT);
            assertThatThrownBy(settings::connect).hasMessageStartingWith("no answer to our SYN");
        }
    }
}
