package io.faultline.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class HttpAnswerCounterTest {

    private static final String ANSWER =
            "HTTP/1.1 200 OK\r\nX-Length: 9\r\nContent-LENGTH: 5\r\nVia: x\r\n\r\nhello";

    private final HttpAnswerCounter counter = new HttpAnswerCounter();

    @Test
    void answersAreFoundWhereverOneReadEnds() {
        byte[] bytes = ANSWER.repeat(3).getBytes(StandardCharsets.US_ASCII);
        for (int size = 1; size < bytes.length; size++) {
            int whole = 0;
            for (int at = 0; at < bytes.length; at += size) {
                whole +=
                        counter.feed(ByteBuffer.wrap(bytes, at, Math.min(size, bytes.length - at)));
            }
            assertThat(whole).as("reads of " + size).isEqualTo(3);
        }
        assertThat(counter.isBad()).isFalse();
    }

    @Test
    void anAnswerWithoutABodyIsOneToo() {
        assertThat(feed("HTTP/1.1 204 No Content\r\nContent-Length: 0\r\n\r\n")).isEqualTo(1);
    }

    @Test
    void anErrorOfTheProxyIsNoAnswer() {
        assertThat(feed("HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n")).isZero();
        assertThat(counter.isBad()).isTrue();
    }

    @Test
    void anAnswerThatDoesNotSayItsLengthCannotBeCounted() {
        feed("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
        assertThat(counter.isBad()).isTrue();
    }

    @Test
    void anEchoIsAsLongAsWhatWasSent() {
        var echo = AnswerCounter.ofLength(128);

        assertThat(echo.feed(ByteBuffer.allocate(127))).isZero();
        assertThat(echo.feed(ByteBuffer.allocate(130))).isEqualTo(2);
    }

    private int feed(String text) {
        return counter.feed(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
    }
}
