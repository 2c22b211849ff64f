package io.faultline.app.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.faultline.core.config.AdminConfig;
import io.faultline.core.config.value.HostPort;
import io.faultline.testkit.Eventually;
import io.faultline.testkit.leak.LeakGuard;
import io.faultline.testkit.net.Ending;
import io.faultline.testkit.net.RawClient;
import io.faultline.testkit.net.Received;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the operators' port answers to whom. */
@Timeout(60)
@ExtendWith(LeakGuard.class)
class AdminServerIT extends AdminPortInTest {

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
    void aPortThatIsTakenIsASentence() {
        HostPort taken = new HostPort("127.0.0.1", server.address().getPort());

        assertThatThrownBy(() -> AdminServer.start(new AdminConfig(taken, null, null), List.of()))
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

            Received rest = client.readToEnd();
            assertThat(rest.bytes()).isEmpty();
            assertThat(rest.ending()).isIn(Ending.FIN, Ending.RESET);
        }
    }
}
