package io.faultline.core.upstream.health.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.core.config.upstream.ConnectConfig;
import io.faultline.core.config.upstream.HealthConfig;
import io.faultline.core.config.upstream.HealthConfig.InitialState;
import io.faultline.core.config.upstream.HttpCheckConfig;
import io.faultline.core.config.upstream.UpstreamConfig.ProxyProtocolOut;
import io.faultline.core.fault.Fault;
import io.faultline.core.fault.host.HostWatch;
import io.faultline.core.timing.Ticker;
import io.faultline.core.tls.TlsOrigination.Purpose;
import io.faultline.core.upstream.health.ProbeRules;
import io.faultline.core.upstream.health.Prober;
import io.faultline.core.worker.Worker;
import io.faultline.testkit.Eventually;
import io.faultline.testkit.leak.LeakGuard;
import io.faultline.testkit.net.Behaviour;
import io.faultline.testkit.net.BlackHole;
import io.faultline.testkit.net.Ending;
import io.faultline.testkit.net.ReservedPort;
import io.faultline.testkit.net.ScriptedOrigin;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Single HTTP checks over real sockets. The guard fails the class if one leaves its connection open. */
@ParameterizedClass
@EnumSource(names = {"EPOLL", "NIO"})
@ExtendWith(LeakGuard.class)
final class HttpCheckIT {

    private static final Duration PATIENT = Duration.ofSeconds(20);
    private static final Duration BRIEF = Duration.ofMillis(50);
    private static final HttpCheckConfig GET_UP =
            new HttpCheckConfig("/up?deep=1", "GET", null, List.of(), null);

    private final Worker control;

    HttpCheckIT(Worker.Kind kind) {
        control = new Worker(0, kind, Ticker.system());
    }

    @AfterEach
    void stop() {
        control.stop().awaitUninterruptibly();
    }

    @Test
    void asksForThePathByTheEndpointsNameAndResetsWhenTheAnswerIsThere() {
        try (var origin =
                ScriptedOrigin.start(
                        answering("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"))) {
            assertThat(check(origin.address(), GET_UP, PATIENT, ProxyProtocolOut.NONE)).isNull();

            var connection = origin.awaitConnection(1);
            connection.awaitEnding(Ending.RESET);
            assertThat(connection.receivedText())
                    .isEqualTo(
                            "GET /up?deep=1 HTTP/1.1\r\nHost: shop.test:"
                                    + origin.port()
                                    + "\r\nUser-Agent: faultline-check\r\nAccept: */*\r\nConnection: close\r\n\r\n");
        }
    }

    @Test
    void asksForTheConfiguredHostWithTheConfiguredMethod() {
        var head = new HttpCheckConfig("/", "HEAD", "www.example.com", List.of(), null);
        try (var origin =
                ScriptedOrigin.start(answering("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n"))) {
            assertThat(check(origin.address(), head, PATIENT, ProxyProtocolOut.NONE)).isNull();

            assertThat(origin.awaitConnection(1).receivedText())
                    .startsWith("HEAD / HTTP/1.1\r\nHost: www.example.com\r\n");
        }
    }

    @Test
    void anEndpointThatWantsThePreambleIsToldThatNoClientStandsBehind() {
        try (var origin = ScriptedOrigin.start(answering("HTTP/1.1 200 OK\r\n\r\n"))) {
            assertThat(check(origin.address(), GET_UP, PATIENT, ProxyProtocolOut.V1)).isNull();
            assertThat(check(origin.address(), GET_UP, PATIENT, ProxyProtocolOut.V2)).isNull();

            assertThat(origin.awaitConnection(1).receivedText())
                    .startsWith("PROXY UNKNOWN\r\nGET /up");
            assertThat(origin.awaitConnection(2).receivedText())
                    .startsWith("\r\n\r\n\0\r\nQUIT\n\u0020\0\0\0GET /up");
        }
    }

    @Test
    void anEndpointThatAcceptsAndNeverAnswersIsNamedByItsApplication() {
        try (var origin = ScriptedOrigin.start(Behaviour.silent())) {
            assertThat(check(origin.address(), GET_UP, BRIEF, ProxyProtocolOut.NONE))
                    .asString()
                    .startsWith(
                            "L7.RESPONSE_TIMEOUT (upstream, response) check=GET /up?deep=1 address=127.0.0.1:"
                                    + origin.port()
                                    + " received=nothing timer=health.timeout=50ms (edge.yaml:9) tcp=");
        }
    }

    @Test
    void halfAHeadThatGoesNoFurtherIsSaid() {
        try (var origin =
                ScriptedOrigin.start(
                        connection -> {
                            connection.write("HTTP/1.1 200 OK\r\n");
                            connection.hold();
                        })) {
            Fault fault =
                    given(
                            check(
                                    origin.address(),
                                    GET_UP,
                                    Duration.ofMillis(500),
                                    ProxyProtocolOut.NONE));
            assertThat(fault.toString())
                    .contains("L7.RESPONSE_TIMEOUT", "received=17 bytes of a head");
        }
    }

    @Test
    void anotherProtocolIsShownByItsFirstBytes() {
        try (var origin =
                ScriptedOrigin.start(Behaviour.greetThenClose("SSH-2.0-OpenSSH_9.9\r\n"))) {
            assertThat(check(origin.address(), GET_UP, PATIENT, ProxyProtocolOut.NONE))
                    .hasToString(
                            "L7.BAD_RESPONSE (upstream, response) rule=no status line"
                                    + " first-bytes=SSH-2.0-OpenSSH_9.9\\r\\n");
        }
    }

    @Test
    void whatTcpSaysIsNamedAsItIsForTraffic() {
        try (var dead = ReservedPort.any();
                var hole = BlackHole.open();
                var resetting = ScriptedOrigin.start(Behaviour.resetAfterReceiving(1));
                var closing = ScriptedOrigin.start(connection -> connection.read(new byte[999]))) {
            assertThat(code(dead.address())).isEqualTo("L4.CONNECT_REFUSED");
            assertThat(codeWithin(hole.address(), BRIEF)).isEqualTo("L4.CONNECT_TIMEOUT");
            assertThat(code(resetting.address())).isEqualTo("L4.RESET");
            assertThat(code(closing.address())).isEqualTo("L4.CLOSED_EARLY");
        }
    }

    @Test
    void aCancelledCheckLeavesNoConnectionAndSaysNothing() {
        try (var origin = ScriptedOrigin.start(Behaviour.sink())) {
            var done = new CompletableFuture<Prober.Outcome>();
            Prober prober = prober(GET_UP, PATIENT, ProxyProtocolOut.NONE);
            var begun = new CompletableFuture<Prober.Probe>();
            control.execute(
                    () ->
                            begun.complete(
                                    prober.begin(origin.address(), "shop.test", done::complete)));
            Eventually.until(
                    "the request",
                    () -> origin.accepted() > 0 && origin.awaitConnection(1).receivedBytes() > 0);

            control.execute(() -> begun.join().cancel());

            origin.awaitConnection(1).awaitEnding(Ending.RESET);
            assertThat(done).isNotDone();
        }
    }

    private String code(InetSocketAddress at) {
        return codeWithin(at, PATIENT);
    }

    private String codeWithin(InetSocketAddress at, Duration timeout) {
        Fault fault = given(check(at, GET_UP, timeout, ProxyProtocolOut.NONE));
        return fault == null ? "none" : fault.code().id();
    }

    private @Nullable Fault check(
            InetSocketAddress at,
            HttpCheckConfig config,
            Duration timeout,
            ProxyProtocolOut preamble) {
        var done = new CompletableFuture<Prober.Outcome>();
        Prober prober = prober(config, timeout, preamble);
        control.execute(() -> prober.begin(at, "shop.test", done::complete));
        try {
            return done.get(60, TimeUnit.SECONDS).fault();
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError("the check did not end", e);
        }
    }

    private HttpProber prober(HttpCheckConfig config, Duration timeout, ProxyProtocolOut preamble) {
        var health =
                new HealthConfig(
                        null,
                        config,
                        null,
                        Duration.ofMinutes(1),
                        timeout,
                        2,
                        3,
                        InitialState.UP,
                        null,
                        true);
        var connect = new ConnectConfig(Duration.ofSeconds(3), 3, Duration.ofSeconds(10), null);
        return new HttpProber(
                new ProbeRules(
                        control,
                        new HostWatch(),
                        health,
                        connect,
                        null,
                        Purpose.OTHER,
                        preamble,
                        "health.timeout=%dms (edge.yaml:9)".formatted(timeout.toMillis())),
                config,
                false);
    }

    /** Answers once the request is complete, then stays until the other side ends. */
    private static Behaviour answering(String answer) {
        return connection -> {
            var buffer = new byte[4096];
            while (!connection.receivedText().endsWith("\r\n\r\n")
                    && connection.read(buffer) >= 0) {
                // The rest of the request is still to come.
            }
            connection.write(answer);
            connection.drain();
        };
    }

    private static Fault given(@Nullable Fault fault) {
        return Objects.requireNonNull(fault, "the answer passed for a good one");
    }
}
