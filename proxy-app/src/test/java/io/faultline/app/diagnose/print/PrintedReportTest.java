package io.faultline.app.diagnose.print;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.app.diagnose.ladder.Ladder;
import io.faultline.app.diagnose.ladder.Outcome;
import io.faultline.app.diagnose.ladder.Report;
import io.faultline.app.diagnose.ladder.Rung;
import io.faultline.app.diagnose.verdict.Judgement;
import io.faultline.app.process.Terminal;
import io.faultline.core.Layer;
import io.faultline.core.Side;
import io.faultline.core.Stage;
import io.faultline.core.fault.Fault;
import io.faultline.core.fault.TlsFault;
import io.faultline.testkit.text.StrictJson;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What a person and a program read: these texts are an interface. */
class PrintedReportTest {

    private static final Rung NAME =
            Rung.of(Layer.L7, "name", Outcome.OK, micros(1_200), "shop.example -> 10.0.0.7")
                    .with("A shop.example", "10.0.0.7, ttl 30 s, said 10.0.0.2:53 (1.10 ms)");
    private static final Rung ROUTE =
            Rung.of(Layer.L3, "route", Outcome.OK, -1, "from 10.0.0.1 (eth0), via 10.0.0.254")
                    .with("source", "10.0.0.1")
                    .with("device", "eth0")
                    .with("mtu", "1500");
    private static final Rung NEIGHBOR =
            Rung.of(Layer.L2, "neighbour", Outcome.OK, -1, "10.0.0.254 is resolved");
    private static final Rung TCP =
            Rung.of(
                            Layer.L4,
                            "tcp",
                            Outcome.OK,
                            micros(420),
                            "3 of 3 connects: 0.42 ms, 0.40 ms, 0.44 ms")
                    .with("rtt", "0.39 ms");
    private static final Rung TLS =
            Rung.of(Layer.L6, "tls", Outcome.OK, micros(2_500), "TLSv1.3, 81 days left");
    private static final Rung HTTP =
            Rung.of(Layer.L7, "http", Outcome.OK, micros(12_300), "GET / -> HTTP/2.0 200")
                    .with("head-after", "12.0 ms")
                    .with("body", "5120 bytes in 0.30 ms");
    private static final Fault EXPIRED =
            Fault.of(TlsFault.CERT_EXPIRED, Side.UPSTREAM, Stage.UPSTREAM_TLS)
                    .with("address", "10.0.0.7:443")
                    .with("notAfter", "2026-01-31T00:00:00Z")
                    .with("serverName", "shop.example");

    private static long micros(long count) {
        return TimeUnit.MICROSECONDS.toNanos(count);
    }

    private static Report report(Rung tls, Rung http) {
        List<Ladder> ladders =
                List.of(
                        new Ladder(
                                "",
                                "shop.example:443",
                                "10.0.0.7:443",
                                List.of(ROUTE, NEIGHBOR, TCP, tls, http)));
        List<Rung> names = List.of(NAME);
        return new Report(
                "https://shop.example/",
                "HTTPS to shop.example:443, by default settings",
                names,
                ladders,
                List.of(),
                List.of(),
                new Judgement(true, "/").of(names, ladders),
                micros(310_000));
    }

    private static Report healthy() {
        return report(TLS, HTTP);
    }

    private static Report expired() {
        Rung tls =
                TLS.broken(EXPIRED, "no TLS with shop.example")
                        .note("with any certificate accepted TLS is agreed on: TLSv1.3");
        return report(tls, Rung.unreached(Layer.L7, "http"));
    }

    private static Terminal terminal(boolean colours) {
        var nowhere = new PrintWriter(Writer.nullWriter());
        return new Terminal(nowhere, nowhere, colours);
    }

    @Test
    void aHealthyTargetIsThePictureOfWhereTimeGoes() {
        assertThat(LadderText.of(healthy(), terminal(false)))
                .isEqualTo(
                        """
                        https://shop.example/
                        HTTPS to shop.example:443, by default settings

                          L7 name       ok      1.20 ms  shop.example -> 10.0.0.7
                               A shop.example: 10.0.0.7, ttl 30 s, said 10.0.0.2:53 (1.10 ms)

                        10.0.0.7:443  (shop.example:443)
                          L3 route      ok               from 10.0.0.1 (eth0), via 10.0.0.254
                               source: 10.0.0.1; device: eth0; mtu: 1500
                          L2 neighbour  ok               10.0.0.254 is resolved
                          L4 tcp        ok      0.42 ms  3 of 3 connects: 0.42 ms, 0.40 ms, 0.44 ms
                               rtt: 0.39 ms
                          L6 tls        ok      2.50 ms  TLSv1.3, 81 days left
                          L7 http       ok      12.3 ms  GET / -> HTTP/2.0 200
                               head-after: 12.0 ms; body: 5120 bytes in 0.30 ms
                          time: tcp 0.42 ms + tls 2.50 ms + http 12.3 ms = 15.2 ms

                        Healthy: every layer that was tried works (310 ms in all).
                        """);
    }

    @Test
    void aBrokenRungHasItsEvidenceAndTheVerdictItsCommands() {
        assertThat(LadderText.of(expired(), terminal(false)))
                .endsWith(
                        """
                          L6 tls        BROKEN  2.50 ms  no TLS with shop.example
                               L6.CERT_EXPIRED (upstream, upstream-tls)
                                 address  10.0.0.7:443
                                 notAfter  2026-01-31T00:00:00Z
                                 serverName  shop.example
                             > with any certificate accepted TLS is agreed on: TLSv1.3
                          L7 http       -                not reached

                        Verdict: L6.CERT_EXPIRED at 10.0.0.7:443
                          The certificate's validity has ended; the evidence has its subject and dates.
                          - An answer points up: the peer spoke, so L1 to L4 work.

                        Look with
                          # notAfter
                          openssl s_client -connect 10.0.0.7:443 -servername shop.example </dev/null | openssl x509 -noout -subject -dates
                          timedatectl  # is our own clock right
                        """);
    }

    @Test
    void nothingButCommandsIsWiderThanATerminal() {
        assertThat(LadderText.of(expired(), terminal(false)).lines())
                .filteredOn(line -> !line.startsWith("  openssl"))
                .allMatch(line -> line.length() <= 80);
    }

    @Test
    void coloursAddNothingButColours() {
        String painted = LadderText.of(expired(), terminal(true));

        assertThat(painted).contains("\u001B[31m");
        assertThat(painted.replaceAll("\u001B\\[[0-9;]*m", ""))
                .isEqualTo(LadderText.of(expired(), terminal(false)));
    }

    @Test
    void programsReadTheSame() {
        String json = ReportJson.of(expired());

        StrictJson.parse(json);
        assertThat(json)
                .startsWith(
                        "{\"version\":1,\"target\":\"https://shop.example/\",\"about\":\"HTTPS to"
                                + " shop.example:443, by default settings\",\"healthy\":false,"
                                + "\"exitCode\":16,\"tookMillis\":310.0,\"verdict\":{\"code\":"
                                + "\"L6.CERT_EXPIRED\",\"where\":\"10.0.0.7:443\",\"suspected\":false,"
                                + "\"sentence\":")
                .contains(
                        "\"fault\":{\"code\":\"L6.CERT_EXPIRED\",\"layer\":\"L6\",\"side\":\"upstream\","
                                + "\"stage\":\"upstream-tls\",\"suspected\":false,\"evidence\":{\"address\":"
                                + "\"10.0.0.7:443\",\"notAfter\":\"2026-01-31T00:00:00Z\",\"serverName\":"
                                + "\"shop.example\"}}")
                .contains(
                        "{\"layer\":\"L2\",\"name\":\"neighbour\",\"outcome\":\"ok\",\"millis\":null,"
                                + "\"summary\":\"10.0.0.254 is resolved\",\"facts\":[],\"fault\":null,"
                                + "\"notes\":[]}")
                .contains("\"outcome\":\"unreached\"")
                .endsWith("\"leftOut\":[]}");
    }
}
