package io.faultline.app.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.faultline.core.config.AdminConfig;
import io.faultline.core.config.value.HostPort;
import io.faultline.testkit.Eventually;
import io.faultline.testkit.leak.LeakGuard;
import io.faultline.testkit.net.ClientSettings;
import io.faultline.testkit.net.Ending;
import io.faultline.testkit.net.RawClient;
import io.faultline.testkit.net.Received;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The operators' port against everything that may connect to it. */
@Timeout(60)
@ExtendWith(LeakGuard.class)
class AdminServerIT {

    private static final HostPort LOOPBACK = new HostPort("127.0.0.1", 0);
    private static final int BIG = 4 * 1024 * 1024;

    /** Long enough never to be reached by a test that does not mean to. */
    private static final AdminLimits PATIENT =
            new AdminLimits(64, 8 * 1024, Duration.ofMinutes(5), Duration.ofMinutes(5));

    private static final AdminLimits IMPATIENT =
            new AdminLimits(64, 8 * 1024, Duration.ofMillis(50), Duration.ofMillis(50));

    private final AtomicInteger answered = new AtomicInteger();
    private AdminServer server;

    @BeforeEach
    void start() throws IOException {
        server = start(PATIENT);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aPageIsServedAndTheConnectionClosed() {
        Received reply = ask("GET /echo?a=1&a=2&b=%C3%A9 HTTP/1.1\r\nHost: localhost\r\n\r\n");

        assertThat(reply.ending()).isEqualTo(Ending.FIN);
        assertThat(reply.text())
                .startsWith("HTTP/1.1 200 OK\r\n")
                .contains("content-type: text/plain; charset=utf-8\r\n")
                .contains("cache-control: no-store\r\n")
                .contains("x-content-type-options: nosniff\r\n")
                .contains("connection: close\r\n")
                .endsWith("\r\n\r\n{a=1, b=Ã©} json=false\n"); // UTF-8, read as Latin 1
    }

    @Test
    void whoHasHadTheAnswerAndLeavesIsForgottenAtOnce() {
        get("/echo");

        Eventually.asserted("nothing is held", () -> assertThat(server.openConnections()).isZero());
    }

    @Test
    void aHeadRequestGetsTheSameHeadAndNoBody() {
        String get = ask("GET /echo HTTP/1.1\r\nHost: localhost\r\n\r\n").text();
        String head = ask("HEAD /echo HTTP/1.1\r\nHost: localhost\r\n\r\n").text();

        assertThat(head).endsWith("\r\n\r\n").isEqualTo(get.substring(0, head.length()));
        assertThat(head).contains("content-length: 14\r\n");
    }

    @ParameterizedTest
    @CsvSource({
        "/echo, '', false",
        "/echo, '*/*', false",
        "/echo, 'text/html,*/*;q=0.8', false",
        "/echo, application/json, true",
        "/echo, 'text/plain;q=0.1, Application/JSON', true",
        "/echo?format=json, '', true",
        "/echo?format=text, application/json, false",
    })
    void jsonIsForThoseWhoAskForIt(String target, String accept, boolean json) {
        String header = accept.isEmpty() ? "" : "Accept: " + accept + "\r\n";

        assertThat(
                        ask("GET " + target + " HTTP/1.1\r\nHost: localhost\r\n" + header + "\r\n")
                                .text())
                .endsWith("json=" + json + "\n");
    }

    @Test
    void theListOfPagesIsAPageItself() {
        assertThat(get("/").text()).contains("/echo    says what it heard\n", "/broken  fails\n");
        assertThat(get("/?format=json").text())
                .contains("application/json")
                .contains("{\"path\":\"/echo\",\"summary\":\"says what it heard\"}");
    }

    @Test
    void aPageThatDoesNotExistNamesThoseThatDo() {
        assertThat(get("/echo/").text())
                .startsWith("HTTP/1.1 404 ")
                .contains("There is no such page", "/echo");
    }

    @Test
    void aPageThatFailsIsABugAndNotTheEndOfThePort() {
        assertThat(get("/broken").text())
                .startsWith("HTTP/1.1 500 ")
                .contains("a bug of ours")
                .doesNotContain("boom");
        assertServes();
    }

    @ParameterizedTest
    @CsvSource({
        "POST / HTTP/1.1, 405",
        "DELETE /echo HTTP/1.1, 405",
        "OPTIONS * HTTP/1.1, 405",
        "PRI * HTTP/2.0, 405",
        "GET http://localhost/echo HTTP/1.1, 400",
        "GET echo HTTP/1.1, 400",
        "GET /echo?format=xml HTTP/1.1, 400",
        "GET /%zz HTTP/1.1, 400",
        "GET /echo, 400",
        "GET /echo SPDY/3, 400",
        "GARBAGE, 400",
    })
    void aRequestThatMakesNoSenseIsAnsweredByItsStatus(String requestLine, int status) {
        assertThat(ask(requestLine + "\r\nHost: localhost\r\n\r\n").text())
                .startsWith("HTTP/1.1 " + status + " ");
        assertServes();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 5\r\n",
                "Transfer-Encoding: chunked\r\n",
                "Content-Length: x\r\n",
                "Content-Length: 5\r\nContent-Length: 6\r\n",
                "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n",
                "No colon here\r\n",
                "Bad name : x\r\n",
                "Null: a\0b\r\n",
            })
    void aBodyOrABrokenHeaderIsABadRequest(String headers) {
        String request = "GET /echo HTTP/1.1\r\nHost: localhost\r\n" + headers + "\r\nhello";

        assertThat(ask(request).text()).startsWith("HTTP/1.1 400 ");
        assertServes();
    }

    @ParameterizedTest
    @CsvSource({
        "'Host: evil.example', 421",
        "'Host: evil.example:9901', 421",
        "'', 400",
        "'Host: localhost\r\nHost: localhost', 400",
    })
    void aNameThatIsNotOursGetsNothing(String header, int status) {
        String lines = header.isEmpty() ? "" : header + "\r\n";

        assertThat(ask("GET /echo HTTP/1.1\r\n" + lines + "\r\n").text())
                .startsWith("HTTP/1.1 " + status + " ");
        assertThat(answered).hasValue(0);
    }

    @Test
    void http10WithoutAHostIsServed() {
        assertThat(ask("GET /echo HTTP/1.0\r\n\r\n").text()).startsWith("HTTP/1.1 200 ");
    }

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
    void aTlsHelloIsNotTakenForARequest() {
        // A record header, a ClientHello header, its version and 32 bytes that look random.
        byte[] hello = new byte[11 + 32];
        byte[] head = {0x16, 3, 1, 0, 38, 1, 0, 0, 34, 3, 3};
        System.arraycopy(head, 0, hello, 0, head.length);
        try (RawClient client = connect()) {
            client.send(hello).halfClose();

            assertThat(client.readToEnd().text()).doesNotContain("200");
        }
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

    @Test
    void aPortThatIsTakenIsASentence() {
        HostPort taken = new HostPort("127.0.0.1", server.address().getPort());

        assertThatThrownBy(() -> AdminServer.start(new AdminConfig(taken, null), List.of()))
                .isInstanceOf(IOException.class)
                .hasMessage(
                        "admin: cannot listen on 127.0.0.1:"
                                + taken.port()
                                + ": Address already in use");
    }

    @Test
    void aCloseCutsWhatIsOpen() {
        try (RawClient client = connect()) {
            Eventually.asserted(
                    "it is open", () -> assertThat(server.openConnections()).isEqualTo(1));

            server.close();

            assertThat(client.readToEnd().bytes()).isEmpty();
        }
    }

    private AdminServer start(AdminLimits limits) throws IOException {
        return AdminServer.start(
                LOOPBACK,
                null,
                List.of(
                        page("/echo", "says what it heard", this::echo),
                        page("/big", "four megabytes", query -> "b".repeat(BIG)),
                        page("/slow", "the same, later", AdminServerIT::late),
                        page("/broken", "fails", AdminServerIT::fail)),
                limits);
    }

    private void restart(AdminLimits limits) throws IOException {
        server.close();
        server = start(limits);
    }

    private String echo(AdminQuery query) {
        return query.parameters() + " json=" + query.wantsJson();
    }

    /** When this returns, the time for the head is over. */
    private static String late(AdminQuery query) {
        LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
        return "b".repeat(BIG);
    }

    private static String fail(AdminQuery query) {
        throw new IllegalStateException("boom " + query);
    }

    private AdminPage page(String path, String summary, Function<AdminQuery, String> body) {
        return new AdminPage() {
            @Override
            public String path() {
                return path;
            }

            @Override
            public String summary() {
                return summary;
            }

            @Override
            public AdminReply answer(AdminQuery query) {
                answered.incrementAndGet();
                return AdminReply.text(body.apply(query));
            }
        };
    }

    private void assertServes() {
        int before = answered.get();
        assertThat(get("/echo").text()).startsWith("HTTP/1.1 200 ");
        assertThat(answered).hasValue(before + 1);
    }

    private Received get(String target) {
        return ask("GET " + target + " HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");
    }

    private Received ask(String request) {
        try (RawClient client = connect()) {
            return client.send(request).readToEnd();
        }
    }

    private RawClient connect() {
        return ClientSettings.to(server.address()).connect();
    }
}
