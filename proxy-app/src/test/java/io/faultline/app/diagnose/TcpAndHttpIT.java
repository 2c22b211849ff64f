package io.faultline.app.diagnose;

import static io.faultline.app.diagnose.Reports.evidence;
import static io.faultline.app.diagnose.Reports.isBroken;
import static io.faultline.app.diagnose.Reports.isHealthy;
import static io.faultline.app.diagnose.Reports.run;
import static io.faultline.app.diagnose.Reports.rung;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.faultline.app.diagnose.ladder.Ladder;
import io.faultline.app.diagnose.ladder.Outcome;
import io.faultline.app.diagnose.ladder.Report;
import io.faultline.app.diagnose.ladder.Rung;
import io.faultline.app.diagnose.target.Options;
import io.faultline.testkit.net.Behaviour;
import io.faultline.testkit.net.BlackHole;
import io.faultline.testkit.net.OriginSettings;
import io.faultline.testkit.net.ReservedPort;
import io.faultline.testkit.net.ScriptedOrigin;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Real sockets on loopback: what holds, what is refused, what is silent, what answers nonsense. */
class TcpAndHttpIT {

    private static final String HELLO =
            "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nServer: scripted\r\n\r\nhello";

    private static final Options QUICK = Options.DEFAULTS.within(3, Duration.ofMillis(400));

    private static Behaviour answering(String text) {
        return connection -> {
            byte[] request = new byte[4096];
            if (connection.read(request) > 0) {
                connection.write(text);
                connection.drain();
            }
        };
    }

    @Test
    void aHealthyServerIsClimbedToTheTop() {
        try (var origin = ScriptedOrigin.start(answering(HELLO))) {
            Report report = run("http://" + origin.hostPort() + "/checkout?x=1");

            isHealthy(report);
            Ladder ladder = report.ladders().getFirst();
            assertThat(ladder.rungs())
                    .extracting(Rung::name)
                    .containsExactly("route", "neighbour", "tcp", "http");
            assertThat(ladder.rungs()).extracting(Rung::outcome).containsOnly(Outcome.OK);
            Rung http = rung(report, "http");
            assertThat(http.summary()).isEqualTo("GET /checkout?x=1 -> HTTP/1.1 200");
            assertThat(http.fact("server")).isEqualTo("scripted");
            assertThat(http.fact("body")).startsWith("5 bytes");
            assertThat(origin.accepted()).as("three connects and one request").isEqualTo(4);
            assertThat(origin.connections().getLast().receivedText())
                    .startsWith("GET /checkout?x=1 HTTP/1.1\r\nHost: " + origin.hostPort())
                    .contains("User-Agent: faultline-diagnose");
        }
    }

    @Test
    void aBarePlaceIsTriedAsFarAsTcp() {
        try (var origin = ScriptedOrigin.start(Behaviour.echo())) {
            Report report = run(origin.hostPort());

            isHealthy(report);
            assertThat(report.ladders().getFirst().rung("http")).isNull();
            assertThat(rung(report, "tcp").summary()).startsWith("3 of 3 connects: ");
        }
    }

    @Test
    void whoGreetsIsQuoted() {
        try (var origin = ScriptedOrigin.start(Behaviour.greetThenEcho("220 mail ESMTP"))) {
            Report report = run(origin.hostPort());

            isHealthy(report);
            assertThat(rung(report, "tcp").fact("greeting")).startsWith("220 mail ESMTP");
        }
    }

    @Test
    void whoCutsAConnectionAtOnceHasNotHeldIt() {
        try (var origin = ScriptedOrigin.start(Behaviour.resetAtOnce())) {
            Report report = run(origin.hostPort());

            isBroken(report, "L4.RESET", "tcp", 14);
        }
    }

    @Test
    void whoClosesWithoutAWordIsNoted() {
        try (var origin = ScriptedOrigin.start(connection -> {})) {
            Report report = run(origin.hostPort());

            isHealthy(report);
            assertThat(rung(report, "tcp").notes().getFirst())
                    .startsWith("the peer closes at once");
        }
    }

    @Test
    void aClosedPortIsRefused() {
        try (var port = ReservedPort.any()) {
            Report report = run("http://127.0.0.1:" + port.port() + "/");

            isBroken(report, "L4.CONNECT_REFUSED", "tcp", 14);
            assertThat(rung(report, "http").outcome()).isEqualTo(Outcome.UNREACHED);
            assertThat(report.verdict().next())
                    .anyMatch(each -> each.contains("'sport = :" + port.port() + "'"))
                    .noneMatch(each -> each.contains("PORT"));
            assertThat(report.verdict().because().getFirst()).startsWith("An answer points up");
        }
    }

    @Test
    void aPortThatSwallowsSynsIsATimeoutAndAskedOnce() {
        try (var hole = BlackHole.open()) {
            Report report = run("127.0.0.1:" + hole.port());

            isBroken(report, "L4.CONNECT_TIMEOUT", "tcp", 14);
            assertThat(rung(report, "tcp").summary()).startsWith("1 of 1 connects failed");
            assertThat(report.verdict().because().getFirst()).startsWith("Silence points down");
            assertThat(evidence(report, "timer")).startsWith("connect.timeout=3000ms");
        }
    }

    @Test
    void aSilentApplicationIsSeparatedFromASilentPath() {
        try (var origin = ScriptedOrigin.start(Behaviour.sink())) {
            Report report = run("http://" + origin.hostPort() + "/", QUICK);

            isBroken(report, "L7.RESPONSE_TIMEOUT", "http", 17);
            assertThat(evidence(report, "silence")).contains("acknowledged");
            assertThat(report.verdict().because().getFirst()).contains("the application is what");
        }
    }

    @Test
    void garbageIsABadResponse() {
        try (var origin = ScriptedOrigin.start(answering("SSH-2.0-OpenSSH_9.2\r\n"))) {
            Report report = run("http://" + origin.hostPort() + "/", QUICK);

            isBroken(report, "L7.BAD_RESPONSE", "http", 17);
            assertThat(evidence(report, "seen")).contains("SSH-2.0");
        }
    }

    @Test
    void halfAnAnswerIsIncomplete() {
        String half = HELLO.replace("5", "50");
        Behaviour cut =
                connection -> {
                    connection.read(new byte[4096]);
                    connection.write(half);
                };
        try (var origin = ScriptedOrigin.start(cut)) {
            Report report = run("http://" + origin.hostPort() + "/", QUICK);

            isBroken(report, "L7.RESPONSE_INCOMPLETE", "http", 17);
        }
    }

    @Test
    void anAnswerThatStopsHalfWayHasStalled() {
        try (var origin = ScriptedOrigin.start(answering(HELLO.replace("5", "50")))) {
            Report report = run("http://" + origin.hostPort() + "/", QUICK);

            isBroken(report, "L4.READ_STALLED", "http", 14);
            assertThat(evidence(report, "received")).isEqualTo("5");
        }
    }

    @Test
    void theApplicationsOwnErrorIsItsOwn() {
        String error =
                "HTTP/1.1 503 Oops\r\nContent-Length: 0\r\nProxy-Status: inner; error=connection_refused\r\n\r\n";
        try (var origin = ScriptedOrigin.start(answering(error))) {
            Report report = run("http://" + origin.hostPort() + "/", QUICK);

            isBroken(report, "L7.UPSTREAM_ERROR", "http", 17);
            assertThat(rung(report, "http").fact("proxy-status"))
                    .isEqualTo("inner; error=connection_refused");
        }
    }

    @Test
    void aClientErrorIsNoBrokenLayer() {
        try (var origin =
                ScriptedOrigin.start(answering("HTTP/1.1 404 No\r\nContent-Length: 0\r\n\r\n"))) {
            Report report = run("http://" + origin.hostPort() + "/nope", QUICK);

            isHealthy(report);
            assertThat(rung(report, "http").outcome()).isEqualTo(Outcome.NOTE);
        }
    }

    @Test
    void aPortThatIsAcceptedOnlySometimesIsSeen() {
        try (var origin = ScriptedOrigin.start(Behaviour.sink())) {
            Behaviour dies =
                    connection -> {
                        origin.stopAccepting();
                    };
            origin.becomes(dies);
            Report report = run(origin.hostPort());

            isBroken(report, "L4.CONNECT_REFUSED", "tcp", 14);
            assertThat(rung(report, "tcp").summary()).contains("of 3 connects failed");
        }
    }

    @Test
    void anEndlessBodyIsLeftAtABound() {
        Behaviour endless =
                connection -> {
                    connection.read(new byte[4096]);
                    connection.write("HTTP/1.1 200 OK\r\nContent-Length: 100000000\r\n\r\n");
                    Behaviour.endless().serve(connection);
                };
        try (var origin = ScriptedOrigin.start(endless)) {
            Report report = run("http://" + origin.hostPort() + "/");

            isHealthy(report);
            assertThat(rung(report, "http").notes().getFirst()).contains("256 KiB");
        }
    }

    @Test
    void versionSixIsAsGood() {
        try (var origin =
                ScriptedOrigin.start(OriginSettings.defaults().on("::1"), answering(HELLO))) {
            Report report = run("http://" + origin.hostPort() + "/");

            isHealthy(report);
            assertThat(report.ladders().getFirst().address()).isEqualTo("[::1]:" + origin.port());
        }
    }

    @Test
    void whatIsNoTargetOrNoRequestIsSaidBeforeAnythingIsTried() {
        for (String target : List.of("nonsense", "upstream/x", "listener/x/y", "http://h:0/")) {
            assertThatThrownBy(() -> run(target)).isInstanceOf(IllegalArgumentException.class);
        }
        Options split = Options.DEFAULTS.asking("GET", null, List.of("A: b\r\n\r\nGET / HTTP/1.1"));
        assertThatThrownBy(() -> run("http://127.0.0.1:1/", split))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
