package io.faultline.l7.http1;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.core.wire.Chunk;
import io.faultline.l7.message.Ascii;
import io.faultline.l7.message.RequestHead;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How the parser is driven; the rules themselves are in the corpora. */
class RequestParserTest {

    private final RequestParser parser = new RequestParser(HeadLimits.DEFAULTS);
    private final RequestHead head = new RequestHead();

    private int feed(String text) {
        byte[] bytes = Ascii.bytes(text);
        return parser.feed(Lent.of(bytes), Lent.FROM, Lent.FROM + bytes.length, head) - Lent.FROM;
    }

    @Test
    void rangesPointIntoTheBytesOfTheHead() {
        feed("POST /a/b?c=d HTTP/1.1\r\nHost: shop.example:81\r\n\r\n");

        assertThat(head.methodText()).isEqualTo("POST");
        assertThat(head.targetText()).isEqualTo("/a/b?c=d");
        assertThat(head.pathText()).isEqualTo("/a/b");
        assertThat(head.queryText()).isEqualTo("c=d");
        assertThat(head.authorityText()).isEqualTo("shop.example:81");
    }

    @Test
    void whatIsBehindTheHeadIsNotTaken() {
        String text = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 70000\r\n\r\n";

        assertThat(feed(text + "b".repeat(70_000))).isEqualTo(text.length());
        assertThat(parser.outcome()).isEqualTo(Parsed.COMPLETE);
        assertThat(head.fields().length()).isEqualTo(text.length());
        assertThat(head.bytes().length).as("a body is not copied").isLessThan(4096);
    }

    @Test
    void nothingIsTakenOnceThereIsAnOutcome() {
        feed("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        assertThat(feed("GET / HTTP/1.1\r\n")).isZero();

        parser.reset();
        feed("GET /\r\n");
        assertThat(parser.outcome()).isEqualTo(Parsed.REJECTED);
        assertThat(feed("GET / HTTP/1.1\r\n")).isZero();
    }

    @Test
    void aRequestBeginsWithTheFirstByteThatIsNoEmptyLine() {
        assertThat(parser.hasBegun()).isFalse();
        feed("\r\n\r\n");
        assertThat(parser.hasBegun()).isFalse();
        feed("G");
        assertThat(parser.hasBegun()).isTrue();
        parser.reset();
        assertThat(parser.hasBegun()).isFalse();
    }

    @Test
    void nothingOfAMessageIsLeftInTheNextOne() {
        feed(
                "OPTIONS http://a?b HTTP/1.0\r\nConnection: keep-alive, upgrade\r\n"
                        + "Content-Length: 3\r\nX_Forwarded_For: 1\r\n\r\n");
        parser.reset();
        feed("GET /x HTTP/1.1\r\nHost: b\r\n\r\n");

        assertThat(parser.outcome()).isEqualTo(Parsed.COMPLETE);
        assertThat(head.hasQuery()).isFalse();
        assertThat(head.hasBody()).isFalse();
        assertThat(head.authorityText()).isEqualTo("b");
        assertThat(head.keepAlive()).isTrue();
        assertThat(head.fields().count()).isEqualTo(1);
    }

    @Test
    void anUpgradeAskedForBeforeIsNotAskedForAgain() {
        feed("GET / HTTP/1.1\r\nHost: a\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n");
        assertThat(head.asksForUpgrade()).isTrue();
        parser.reset();
        feed("GET / HTTP/1.1\r\nHost: a\r\nUpgrade: x\r\n\r\n");
        assertThat(head.asksForUpgrade()).isFalse();
    }

    @Test
    void emptyLinesAreCountedAnewForEachRequest() {
        for (int request = 0; request < 3; request++) {
            feed("\r\n\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(parser.outcome()).isEqualTo(Parsed.COMPLETE);
            parser.reset();
        }
    }

    @Test
    void aHeadThatDripsInCostsNoMoreThanOneThatComesAtOnce() {
        // If each byte made the parser look at all before it, this would be half a billion looks
        // per head.
        byte[] bytes =
                Ascii.bytes("GET / HTTP/1.1\r\nHost: a\r\nX: " + "y".repeat(32_000) + "\r\n\r\n");
        Chunk chunk = Lent.of(bytes);
        for (int round = 0; round < 20; round++) {
            parser.reset();
            for (int at = Lent.FROM; at < Lent.FROM + bytes.length; at++) {
                assertThat(parser.outcome()).isEqualTo(Parsed.MORE);
                assertThat(parser.feed(chunk, at, at + 1, head)).isEqualTo(at + 1);
            }
            assertThat(parser.outcome()).isEqualTo(Parsed.COMPLETE);
        }
    }

    /** Only where no word of the line is HTTP's: everybody else who is wrong deserves his 400. */
    @ParameterizedTest
    @CsvSource({
        "SOME OTHER PROTOCOL, true",
        "SSH two three, true",
        "GET OTHER PROTOCOL, false",
        "SOME / PROTOCOL, false",
        "SOME OTHER HTTP/3.0, false",
        "SOME OTHER FOO/1.0, false",
        "SOME OTHER, false",
        "SOME, false",
        "GET /  HTTP/1.1, false"
    })
    void aLineMayBeForeignToHttp(String line, boolean foreign) {
        feed(line + "\r\n\r\n");
        assertThat(parser.outcome()).isEqualTo(Parsed.REJECTED);
        assertThat(parser.isForeign()).isEqualTo(foreign);
        parser.reset();
        assertThat(parser.isForeign()).isFalse();
    }

    @Test
    void aPasswordIsNotQuoted() {
        feed("GET / HTTP/1.1\r\nHost: a\r\nAuthorization: Basic c2VjcmV0\0\r\n\r\n");

        assertThat(parser.rejection().detail())
                .isEqualTo("'Authorization' has 0x00 at byte 14 of its value");
    }
}
