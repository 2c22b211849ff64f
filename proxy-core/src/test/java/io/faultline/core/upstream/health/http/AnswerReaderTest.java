package io.faultline.core.upstream.health.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.core.config.upstream.HttpCheckConfig;
import io.faultline.core.config.value.StatusRange;
import io.faultline.core.fault.ApplicationFault;
import io.faultline.core.fault.Fault;
import io.faultline.core.fault.TransportFault;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnswerReaderTest {

    private static final String OK = "HTTP/1.1 200 OK\r\n";

    @Test
    void aGoodStatusIsEnoughAndTheBodyIsNotWaitedFor() {
        assertThat(after("GET", null, OK + "Content-Length: 1000\r\n\r\n")).isNull();
        assertThat(after("HEAD", null, OK + "Content-Length: 1000\r\n\r\n")).isNull();
        assertThat(after("GET", null, "HTTP/1.0 204\r\n\r\n")).isNull();
    }

    @Test
    void interimAnswersAreSkipped() {
        assertThat(
                        after(
                                "GET",
                                null,
                                "HTTP/1.1 103 Early\r\nLink: x\r\n\r\nHTTP/1.1 100 \r\n\r\n"
                                        + OK
                                        + "\r\n"))
                .isNull();
    }

    @Test
    void anotherStatusIsAnErrorOfTheApplicationAndSaysWhatCame() {
        assertThat(after("GET", null, "HTTP/1.1 503 Busy\r\n\r\nno\u0001db\r\n"))
                .hasToString(
                        "L7.UPSTREAM_ERROR (upstream, response) check=GET /up status=503 expected=200-299"
                                + " body-begins=no\\x01db\\r\\n");
    }

    @Test
    void onlyExpectedStatusesAreGood() {
        var config =
                new HttpCheckConfig(
                        "/up",
                        "GET",
                        null,
                        List.of(new StatusRange(404, 404), new StatusRange(301, 302)),
                        null);
        assertThat(read(config, 9, "HTTP/1.1 404 x\r\n\r\n")).isNull();
        assertThat(read(config, 9, "HTTP/1.1 302 x\r\n\r\n")).isNull();
        Fault fault = given(read(config, 9, OK + "\r\n"));
        assertThat(fault.toString()).contains("status=200 expected=404 301-302");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Content-Length: 6\\r\\n\\r\\nall up",
                "Transfer-Encoding: chunked\\r\\n\\r\\n3\\r\\nall\\r\\n3;x=y\\r\\n up\\r\\n0\\r\\nA: b\\r\\n\\r\\n",
                "\\r\\nthey are all up they say",
            })
    void theTextIsFoundInEveryKindOfBodyHoweverItIsCut(String rest) {
        String answer = OK + rest.translateEscapes();
        for (int at = 1; at < answer.length(); at++) {
            assertThat(read(wanting("all up"), at, answer)).isNull();
        }
        assertThat(read(wanting("all down"), 5, answer)).isNotNull();
    }

    @Test
    void aBodyWithoutTheTextIsShown() {
        assertThat(after("GET", "up", OK + "Content-Length: 4\r\n\r\ndown"))
                .hasToString(
                        "L7.UPSTREAM_ERROR (upstream, response) check=GET /up status=200 body-lacks=up"
                                + " body-begins=down");
    }

    @Test
    void aBodyIsSearchedUpToItsBound() {
        String many = "x".repeat(AnswerReader.MAX_BODY - 2);
        assertThat(after("GET", "up", OK + "\r\n" + many + "up")).isNull();
        Fault fault = given(after("GET", "up", OK + "\r\n" + many + "xup"));
        assertThat(fault.toString()).endsWith("searched=64 KiB");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SSH-2.0-OpenSSH_9.9|no status line",
                "HTTP/2.0 200 OK\\r\\n\\r\\n|no status line",
                "HTTP/1.1 2000 OK\\r\\n\\r\\n|no status line",
                "HTTP/1.1  200 OK\\r\\n\\r\\n|no status line",
                "HTTP/1.1 200 OK\\r\\nA : b\\r\\n\\r\\n|a line of the head is no field",
                "HTTP/1.1 200 OK\\r\\nA: b\\r\\n c\\r\\n\\r\\n|a line of the head is no field",
                "HTTP/1.1 200 OK\\r\\nA: b\\nC: d\\r\\n\\r\\n|a line of the head is no field",
                "HTTP/1.1 200 OK\\r\\nContent-Length: 1\\r\\nContent-Length: 2\\r\\n\\r\\n|two different Content-Length",
                "HTTP/1.1 200 OK\\r\\nContent-Length: +1\\r\\n\\r\\n|Content-Length is no number",
                "HTTP/1.1 200 OK\\r\\nContent-Length: 1\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n|Transfer-Encoding and Content-Length",
                "HTTP/1.1 200 OK\\r\\nTransfer-Encoding: gzip, chunked\\r\\n\\r\\n|a Transfer-Encoding that was not asked for",
                "HTTP/1.1 200 OK\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\nzz\\r\\n|a chunk size is no number",
                "HTTP/1.1 200 OK\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n1\\r\\nabc\\r\\n|a chunk is longer than it says",
                "HTTP/1.1 101 Up\\r\\n\\r\\n|an upgrade that was not asked for",
            })
    void whatIsNotHttpIsNamed(String answer, String rule) {
        for (int at : new int[] {1, 2, 7, 1000}) {
            Fault fault = given(read(wanting("up"), at, answer.translateEscapes()));
            assertThat(fault.code()).isEqualTo(ApplicationFault.BAD_RESPONSE);
            assertThat(fault.evidence().namesAndValues()).containsSequence("rule", rule);
            assertThat(fault.evidence().namesAndValues()).contains("first-bytes");
        }
    }

    @Test
    void anEndTooSoonIsToldByWhatWasThere() {
        Fault nothing = after("GET", null, "");
        assertThat(nothing)
                .hasToString("L4.CLOSED_EARLY (upstream, response) check=GET /up received-bytes=0");
        Fault half = after("GET", null, "HTTP/1.1 200 OK\r\nA: ");
        assertThat(half).isNotNull().extracting(Fault::code).isEqualTo(TransportFault.CLOSED_EARLY);
        Fault cut = after("GET", "up", OK + "Content-Length: 9\r\n\r\nabc");
        assertThat(cut)
                .hasToString(
                        "L7.RESPONSE_INCOMPLETE (upstream, response) check=GET /up status=200 body-bytes=3");
    }

    @Test
    void headsAreBounded() {
        Fault fault = given(after("GET", null, OK + "A: b\r\n".repeat(4_000)));
        assertThat(fault.evidence().namesAndValues())
                .containsSequence("rule", "a head above 16 KiB");
        Fault interim = after("GET", null, "HTTP/1.1 100 \r\n\r\n".repeat(2_000));
        assertThat(interim)
                .isNotNull()
                .extracting(Fault::code)
                .isEqualTo(ApplicationFault.BAD_RESPONSE);
    }

    @Test
    void bentAnswersAlwaysHaveOneOutcomeWhateverTheReads() {
        var random = new SplittableRandom(5);
        byte[] good =
                (OK
                                + "Transfer-Encoding: chunked\r\nServer: x\r\n\r\n5\r\nabcde\r\n2\r\nup\r\n0\r\n\r\n")
                        .getBytes(ISO_8859_1);
        for (int round = 0; round < 20_000; round++) {
            byte[] bent = good.clone();
            for (int bends = random.nextInt(3); bends >= 0; bends--) {
                bent[random.nextInt(bent.length)] = (byte) random.nextInt(256);
            }
            bent = Arrays.copyOf(bent, 1 + random.nextInt(bent.length));
            String answer = new String(bent, ISO_8859_1);
            String whole = code(read(wanting("up"), bent.length, answer));
            assertThat(code(read(wanting("up"), 1, answer))).isEqualTo(whole);
            assertThat(code(read(wanting("up"), 1 + random.nextInt(9), answer))).isEqualTo(whole);
        }
    }

    private static String code(@Nullable Fault fault) {
        return fault == null ? "good" : fault.code().id();
    }

    private static @Nullable Fault after(String method, @Nullable String body, String answer) {
        return read(new HttpCheckConfig("/up", method, null, List.of(), body), 1_000, answer);
    }

    private static HttpCheckConfig wanting(String body) {
        return new HttpCheckConfig("/up", "GET", null, List.of(), body);
    }

    private static @Nullable Fault read(HttpCheckConfig config, int piece, String answer) {
        var reader = new AnswerReader(new CheckRequest(config, false));
        byte[] bytes = answer.getBytes(ISO_8859_1);
        for (int at = 0; at < bytes.length && !reader.isOver(); at += piece) {
            reader.add(Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + piece)));
        }
        if (!reader.isOver()) {
            reader.end();
        }
        assertThat(reader.isOver()).isTrue();
        return reader.fault();
    }

    private static Fault given(@Nullable Fault fault) {
        return Objects.requireNonNull(fault, "the answer passed for a good one");
    }
}
