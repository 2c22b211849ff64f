package io.faultline.l7.http1;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.core.wire.Chunk;
import io.faultline.l7.message.Ascii;
import io.faultline.l7.message.BodyLength;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How the parser is driven; the rules themselves are in the corpora. */
class BodyParserTest {

    private final BodyParser parser = BodyParser.ofResponses(HeadLimits.DEFAULTS);
    private final List<String> lent = new ArrayList<>();

    private int feed(String text) {
        Chunk chunk = Lent.of(Ascii.bytes(text));
        int end = Lent.FROM + text.length();
        return parser.feed(chunk, Lent.FROM, end, this::lend) - Lent.FROM;
    }

    private void lend(Chunk chunk, int from, int to) {
        var text = new StringBuilder();
        for (int i = from; i < to; i++) {
            text.append((char) chunk.at(i));
        }
        lent.add(text + (parser.isComplete() ? " (the end)" : ""));
    }

    @Test
    void noBodyIsCompleteAtOnce() {
        parser.begin(BodyLength.NONE);

        assertThat(parser.isComplete()).isTrue();
        assertThat(feed("HTTP/1.1")).isZero();
        assertThat(lent).isEmpty();
        assertThat(parser.trailers().count()).isZero();
    }

    @Test
    void aBodyOfKnownLengthEndsThere() {
        parser.begin(5);

        assertThat(feed("abc")).isEqualTo(3);
        assertThat(parser.isComplete()).isFalse();
        assertThat(parser.endsWithStream()).isFalse();
        assertThat(feed("defgh")).isEqualTo(2);
        assertThat(lent).containsExactly("abc", "de (the end)");
        assertThat(parser.received()).isEqualTo(5);
    }

    @Test
    void aBodyUntilTheEndNeverCompletesByItself() {
        parser.begin(BodyLength.UNTIL_CLOSE);

        assertThat(feed("abc")).isEqualTo(3);
        assertThat(parser.isComplete()).isFalse();
        assertThat(parser.endsWithStream()).isTrue();
        assertThat(lent).containsExactly("abc");
    }

    @Test
    void aChunkIsLentAsItLies() {
        parser.begin(BodyLength.FRAMED);

        assertThat(feed("5\r\nabc")).isEqualTo(6);
        assertThat(feed("de\r\n2\r\nfg\r\n0\r\n\r\nHTTP")).isEqualTo(16);
        assertThat(lent).containsExactly("abc", "de", "fg");
        assertThat(parser.isComplete()).isTrue();
        assertThat(parser.received()).isEqualTo(7);
    }

    @Test
    void nothingOfABodyIsLeftInTheNextOne() {
        parser.begin(BodyLength.FRAMED);
        feed("1\r\na\r\n0\r\nX: y\r\n\r\n");
        assertThat(parser.trailers().count()).isEqualTo(1);

        parser.begin(BodyLength.FRAMED);
        assertThat(parser.received()).isZero();
        feed("0\r\n\r\n");
        assertThat(parser.isComplete()).isTrue();
        assertThat(parser.trailers().count()).isZero();

        parser.begin(BodyLength.FRAMED);
        feed("x");
        assertThat(parser.isRejected()).isTrue();
        parser.begin(1);
        assertThat(parser.isRejected()).isFalse();
    }
}
