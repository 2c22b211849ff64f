package io.faultline.l7.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.core.wire.Chunk;
import org.junit.jupiter.api.Test;

/** What is kept of a head for one that begins alike. */
class FieldsTest {

    private static final byte[] LINES = Ascii.bytes("host: a\r\nx-one: 1\r\naccept: b\r\n");

    private final Fields fields = new Fields();

    @Test
    void linesThatBeginAlikeAreCounted() {
        kept();
        assertThat(again("host: a\r\nx-one: 1\r\naccept: b\r\n")).isEqualTo(3);
        assertThat(again("host: a\r\nx-one: 1\r\naccept: c\r\n")).isEqualTo(2);
        assertThat(again("host: a\r\nx-one: 1\r\nacc")).isEqualTo(2);
        assertThat(again("host: a\r\nx-one: 1\r")).isEqualTo(1);
        assertThat(again("Host: a\r\nx-one: 1\r\n")).isZero();
        assertThat(again("")).isZero();
        assertThat(fields.bytesOfLines(2)).isEqualTo("host: a\r\nx-one: 1\r\n".length());
    }

    @Test
    void whatWasDroppedAndAddedSinceIsForgotten() {
        kept();
        fields.append(Ascii.bytes("GET / HTTP/1.1\r\n"));
        int start = fields.append(LINES);
        fields.foundAgain(2, start);
        assertThat(fields.count()).isEqualTo(2);
        assertThat(fields.value(KnownField.HOST)).isEqualTo("a");
        assertThat(fields.isDropped(1)).isFalse();
        assertThat(fields.has(KnownField.ACCEPT)).isFalse();
        assertThat(fields.has(KnownField.VIA)).isFalse();
    }

    @Test
    void nothingIsKeptOfBytesThatWereOverwritten() {
        kept();
        fields.append(Ascii.bytes("HOST"));
        fields.clear();
        assertThat(again("host: a\r\nx-one: 1\r\n")).isZero();
    }

    /** A head that was read, edited and forgotten. */
    private void kept() {
        fields.append(LINES);
        fields.found(0, 4, 6, 7);
        fields.found(9, 14, 16, 17);
        fields.found(19, 25, 27, 28);
        fields.keepLines(LINES.length);
        fields.dropAll(KnownField.HOST);
        fields.drop(1);
        fields.add(Ascii.bytes("via"), Ascii.bytes("1.1 us"));
        fields.clear();
    }

    private int again(String text) {
        byte[] bytes = Ascii.bytes(text);
        Chunk chunk = Chunk.allocate(bytes.length + 1);
        chunk.buffer().put(1, bytes);
        return fields.linesAgain(chunk, 1, bytes.length + 1);
    }
}
