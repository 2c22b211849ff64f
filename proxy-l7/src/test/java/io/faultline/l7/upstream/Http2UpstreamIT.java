package io.faultline.l7.upstream;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.core.fault.ApplicationFault;
import io.faultline.core.fault.TlsFault;
import io.faultline.l7.Http2Origin;
import io.faultline.l7.HttpBench;
import io.faultline.l7.HttpOrigin;
import io.faultline.l7.NettyTls;
import io.faultline.l7.TestCertificates;
import io.faultline.testkit.Eventually;
import io.faultline.testkit.net.Ending;
import io.netty.handler.codec.http2.Http2Error;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of messages between clients of HTTP/1 and an endpoint of HTTP/2, and of what it gives up. */
class Http2UpstreamIT extends BeforeHttp2 {

    // ---- messages

    @Test
    void aRequestOfHttp1BecomesOneOfHttp2() {
        try (var origin = Http2Origin.answering(call -> call.answer("200", "hello"));
                var bench = bench(origin)) {
            String answer =
                    bench.exchange(
                            "POST /a?b=c HTTP/1.1\r\nHost: shop.example\r\nContent-Length: 3\r\n"
                                    + "X-Odd: Value\r\nConnection: close, x-private\r\nX-Private: 1\r\n"
                                    + "Cookie: a=1; b=2\r\nTE: trailers, deflate\r\n\r\nabc");

            assertThat(answer).startsWith("HTTP/1.1 200 OK\r\n").contains("hello");
            Http2Origin.Call call = origin.calls.getFirst();
            assertThat(call.header(":method")).isEqualTo("POST");
            assertThat(call.header(":path")).isEqualTo("/a?b=c");
            assertThat(call.header(":scheme")).isEqualTo("http");
            assertThat(call.header(":authority")).isEqualTo("shop.example");
            assertThat(call.header("host")).as("not said twice").isEqualTo("-");
            assertThat(call.header("x-odd")).isEqualTo("Value");
            assertThat(call.header("content-length")).isEqualTo("3");
            assertThat(call.header("te")).isEqualTo("trailers");
            assertThat(call.header("connection")).isEqualTo("-");
            assertThat(call.header("x-private")).isEqualTo("-");
            assertThat(call.header("cookie")).isEqualTo("a=1; b=2");
            assertThat(call.body).hasToString("abc");
        }
    }

    @Test
    void trailersAndInterimAnswersPassBothWays() {
        try (var origin =
                        Http2Origin.answering(
                                call -> {
                                    call.head("103", false, "link", "</a.css>");
                                    call.head("200", false, "trailer", "x-sum");
                                    call.data("hello", false);
                                    call.trailers("x-sum", "5");
                                });
                var bench = bench(origin)) {
            String answer =
                    bench.exchange(
                            "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n"
                                    + "Connection: close\r\n\r\n3\r\nabc\r\n0\r\nX-End: yes\r\n\r\n");

            assertThat(answer)
                    .startsWith("HTTP/1.1 103 Early Hints\r\nlink: </a.css>\r\n")
                    .contains("\r\ntransfer-encoding: chunked\r\n")
                    .endsWith("5\r\nhello\r\n0\r\nx-sum: 5\r\n\r\n");
            assertThat(
                            String.valueOf(
                                    Objects.requireNonNull(origin.calls.getFirst().trailers)
                                            .get("x-end")))
                    .isEqualTo("yes");
        }
    }

    @Test
    void answersWithoutABodyEndWithTheirHead() {
        try (var origin =
                        Http2Origin.answering(
                                call -> {
                                    boolean head = call.header(":method").equals("HEAD");
                                    call.head(
                                            head ? "200" : "204",
                                            true,
                                            head ? "content-length" : "x-a",
                                            "12");
                                });
                var bench = bench(origin);
                var client = bench.connect()) {
            client.send("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(until(client, "\r\n\r\n")).contains("200 OK", "content-length: 12");
            client.send("DELETE / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
            assertThat(new String(client.readToFin(), ISO_8859_1))
                    .startsWith("HTTP/1.1 204 No Content\r\n");
        }
    }

    @Test
    void anUpgradeIsRefusedForHttp2HasNone() {
        try (var origin = Http2Origin.answering(call -> call.answer("200", "x"));
                var bench = bench(origin)) {
            assertThat(
                            bench.exchange(
                                    "GET / HTTP/1.1\r\nHost: a\r\nConnection: upgrade, close\r\n"
                                            + "Upgrade: websocket\r\n\r\n"))
                    .startsWith("HTTP/1.1 502 ");
            assertThat(bench.evidenceOf(ApplicationFault.UPGRADE_REFUSED)).contains("RFC 9113 8.6");
            assertThat(bench.exchange(LAST)).as("the connection is as good").contains("200 OK");
            assertThat(origin.connections).hasValue(1);
        }
    }

    // ---- what endpoints give up

    @Test
    void aStreamThatWasRefusedIsTriedAgainWhateverItsMethod() {
        var seen = new AtomicInteger();
        try (var origin =
                        Http2Origin.answering(
                                call -> {
                                    if (seen.incrementAndGet() == 1) {
                                        call.reset(Http2Error.REFUSED_STREAM);
                                    } else {
                                        call.answer("200", call.body.toString());
                                    }
                                });
                var bench = bench(origin)) {
            String answer =
                    bench.exchange(
                            "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nConnection: close\r\n\r\nhello");
            assertThat(answer).contains("200 OK").contains("hello");
            assertThat(bench.evidenceOf(ApplicationFault.STREAM_REFUSED))
                    .contains("RST_STREAM REFUSED_STREAM");
        }
    }

    @Test
    void whatAGoAwayLeavesOutIsAskedOnAnotherConnection() {
        try (var origin =
                        Http2Origin.answering(
                                call -> {
                                    if (call.connection == 1 && call.stream.id() > 1) {
                                        call.goAway(Http2Error.NO_ERROR, 1);
                                        call.context.close();
                                    } else {
                                        call.answer("200", "from " + call.connection);
                                    }
                                });
                var bench = bench(origin)) {
            assertThat(bench.exchange(LAST)).contains("from 1");
            String post =
                    "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nConnection: close\r\n\r\nx";
            assertThat(bench.exchange(post)).contains("from 2");
        }
    }

    @Test
    void aResetBeforeTheAnswerIsToldAndAfterItsHeadPassedOn() {
        try (var origin =
                        Http2Origin.answering(
                                call -> {
                                    if (call.header(":path").equals("/late")) {
                                        call.head("200", false, "content-length", "10");
                                        call.data("abc", false);
                                    }
                                    call.reset(Http2Error.INTERNAL_ERROR);
                                });
                var bench = bench(origin)) {
            String post =
                    "POST %s HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
            assertThat(bench.exchange(post.formatted("/early"))).startsWith("HTTP/1.1 502 ");
            assertThat(bench.evidenceOf(ApplicationFault.STREAM_RESET))
                    .contains("RST_STREAM INTERNAL_ERROR");
            try (var client = bench.connect()) {
                client.send(post.formatted("/late"));
                assertThat(client.readToEnd().ending()).isEqualTo(Ending.RESET);
            }
            assertThat(bench.evidenceOf(ApplicationFault.RESPONSE_INCOMPLETE))
                    .contains("received=3", "RST_STREAM INTERNAL_ERROR");
            assertThat(origin.connections).as("only streams were lost").hasValue(1);
        }
    }

    @Test
    void aClientThatLeavesGivesUpItsStreamAndNothingElse() {
        try (var origin =
                        Http2Origin.answering(
                                call -> {
                                    if (!call.header(":path").equals("/slow")) {
                                        call.answer("200", "x");
                                    }
                                });
                var bench = bench(origin)) {
            try (var client = bench.connect()) {
                client.send("GET /slow HTTP/1.1\r\nHost: a\r\n\r\n");
                Eventually.until("the request", () -> origin.calls.size() == 1);
                client.reset();
            }
            Eventually.until("the reset", () -> !origin.resets.isEmpty());
            assertThat(origin.resets).containsEntry(1, Http2Error.CANCEL.code());
            assertThat(bench.exchange(LAST)).contains("200 OK");
            assertThat(origin.connections).hasValue(1);
        }
    }

    @Test
    void anEarlyAnswerEndsARequestThatIsStillComing() {
        try (var origin = Http2Origin.answering(call -> call.answer("413", "no")).early();
                var bench = bench(origin);
                var client = bench.connect()) {
            client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\nabc");
            assertThat(until(client, "no")).contains("413");
            Eventually.until("the reset", () -> !origin.resets.isEmpty());
            assertThat(origin.resets).containsEntry(1, Http2Error.CANCEL.code());
        }
    }

    @Test
    void whatBreaksARuleIsNoAnswer() {
        try (var origin =
                        Http2Origin.answering(
                                call -> {
                                    call.head("200", false, "content-length", "2");
                                    call.data("too long", true);
                                });
                var bench = bench(origin)) {
            try (var client = bench.connect()) {
                client.send(LAST);
                assertThat(client.readToEnd().ending()).isEqualTo(Ending.RESET);
            }
            assertThat(bench.evidenceOf(ApplicationFault.BAD_RESPONSE))
                    .contains("content-length", "RST_STREAM PROTOCOL_ERROR");
        }
    }

    @Test
    void anEndpointThatSpeaksHttp1IsToldApart() {
        try (var origin = HttpOrigin.saying("hello");
                var bench =
                        HttpBench.start(
                                HttpBench.config("", "", origin.hostPort())
                                        .replace("endpoints:", "protocol: h2c, endpoints:"))) {
            assertThat(bench.exchange(LAST)).startsWith("HTTP/1.1 502 ");
            assertThat(bench.evidenceOf(ApplicationFault.BAD_RESPONSE))
                    .contains("RFC 9113 3.4", "HTTP/1.1 ", "protocol h1");
        }
    }

    // ---- TLS

    @Test
    void whatIsSpokenIsAgreedOnInsideTls(@TempDir Path folder) throws Exception {
        var files = new TestCertificates(folder);
        var tls = NettyTls.server(files, "h2", "http/1.1");
        var old = NettyTls.server(files);
        String upstream = "tls: { ca: \"" + files.path("ca.pem") + "\", serverName: localhost }";
        try (var origin =
                        Http2Origin.overTls(
                                tls, call -> call.answer("200", call.header(":scheme")));
                var deaf = Http2Origin.overTls(old, call -> call.answer("200", "never"))) {
            for (String protocol : List.of("h2", "auto")) {
                try (var bench = bench("", "protocol: " + protocol + ", " + upstream, origin)) {
                    assertThat(bench.exchange(LAST)).contains("200 OK").contains("https");
                }
            }
            try (var bench = bench("", "protocol: h2, " + upstream, deaf)) {
                assertThat(bench.exchange(LAST)).startsWith("HTTP/1.1 502 ");
                assertThat(bench.evidenceOf(TlsFault.ALPN_MISMATCH))
                        .contains("offered=h2", "chosen=nothing");
            }
        }
    }
}
