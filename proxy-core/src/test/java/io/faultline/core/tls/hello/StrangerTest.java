package io.faultline.core.tls.hello;

import static io.faultline.core.tls.hello.HelloBuilder.ascii;
import static io.faultline.core.tls.hello.HelloBuilder.hex;
import static io.faultline.core.tls.hello.HelloBuilder.join;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Those who come with something else than TLS, and what an operator is told of them. */
class StrangerTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET / HTTP/1.1      | HTTP",
                "POST /a?b HTTP/1.0  | HTTP",
                "PRI * HTTP/2.0      | HTTP",
                "CONNECT a:1 HTTP/1.1| HTTP",
                "SSH-2.0-OpenSSH_9.2 | SSH",
                "PROXY TCP4 1.2.3.4  | a PROXY header",
                "EHLO mail.example   | SMTP",
                "220 mail ready      | a mail or FTP server's greeting",
                "* OK IMAP4 ready    | a mail or FTP server's greeting",
                "HTTP/1.1 400 Bad    | an HTTP answer",
                "-ERR unknown        | Redis",
                "GETX                | plain text",
                "hello               | plain text"
            })
    void textIsToldByItsFirstLine(String line, String looksLike) {
        assertLooksLike(ascii(line + "\r\nand more"), looksLike);
    }

    @ParameterizedTest
    @CsvSource({
        "0d0a0d0a000d0a515549540a, a PROXY header",
        "0000000804d2162f, 'PostgreSQL, which asks for TLS in its own way'",
        "0300002b26e00000000000436f6f6b, RDP",
        "16fefd000000000000000000, DTLS",
        "802e0100020015000000100100, an SSL 2 hello",
        "0000000000000000, a binary protocol",
        "1603000000000000, malformed",
        "1602010000000000, a binary protocol",
        "ffffffffffffffff, a binary protocol"
    })
    void binaryIsToldByEightBytes(String bytes, String looksLike) {
        if (looksLike.equals("malformed")) {
            assertThat(HelloCorpus.whole(hex(bytes))).isInstanceOf(Peeked.Malformed.class);
        } else {
            assertLooksLike(hex(bytes), looksLike);
        }
    }

    @Test
    void whatWasSeenIsBoundedAndPrintable() {
        var other = (Peeked.NotTls) HelloCorpus.whole(ascii("A\u001b[31m" + "x".repeat(500)));
        assertThat(other.seen()).isEqualTo("41 1b \"A.\"");

        var longLine = (Peeked.NotTls) HelloCorpus.whole(ascii("x".repeat(500)));
        assertThat(longLine.seen()).hasSizeLessThan(120).endsWith("x\"");
    }

    @Test
    void oneByteIsEnoughToKnowThatItIsNotTlsAndTheRestSaysWhatElse() {
        var peek = new ClientHelloPeek();

        assertThat(peek.feed(ByteBuffer.wrap(ascii("S")), 0, 1)).isEqualTo(Peeked.NEED_MORE);
        assertThat(peek.isNotTls()).isTrue();
        assertThat(peek.atEnd()).isEqualTo(new Peeked.NotTls("plain text", "53 \"S\""));
        assertThat(peek.feed(ByteBuffer.wrap(ascii("SH-2.0\n")), 0, 7))
                .isEqualTo(peek.atEnd())
                .extracting(seen -> ((Peeked.NotTls) seen).looksLike())
                .isEqualTo("SSH");
    }

    @Test
    void whoSaysNothingIsNoStranger() {
        var peek = new ClientHelloPeek();

        assertThat(peek.isNotTls()).isFalse();
        assertThat(peek.atEnd()).isEqualTo(Peeked.NEED_MORE);
        assertThat(peek.bytesSeen()).isZero();
    }

    private static void assertLooksLike(byte[] bytes, String looksLike) {
        byte[] more = join(bytes, new byte[3]);
        Peeked outcome = HelloCorpus.whole(more);
        assertThat(outcome)
                .isInstanceOf(Peeked.NotTls.class)
                .extracting(seen -> ((Peeked.NotTls) seen).looksLike())
                .isEqualTo(looksLike);
        assertThat(HelloCorpus.byteByByte(more)).isEqualTo(outcome);
    }
}
