package io.faultline.l7.http2.hpack;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.l7.message.Ascii;
import io.faultline.l7.message.Fields;
import io.faultline.l7.message.KnownField;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Headers;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Long connections between us and Netty, either way, with tables that change their size in between. */
class HpackDifferentialTest {

    private static final int HEADS = 3_000;
    private static final int[] TABLE_SIZES = {0, 31, 40, 100, 255, 1024, 2000, 4096};

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void weReadWhatNettyWrites(long seed) {
        var heads = new RandomHeads(seed);
        var netty =
                new Oracle(
                        (name, value) -> "authorization".contentEquals(name),
                        heads.random().nextBoolean());
        Decoded decoded = Decoded.withDefaults();
        for (int i = 0; i < HEADS; i++) {
            if (heads.random().nextInt(50) == 0) {
                netty.limitTable(TABLE_SIZES[heads.random().nextInt(TABLE_SIZES.length)]);
            }
            List<RandomHeads.Field> head = heads.next();
            Http2Headers headers = new DefaultHttp2Headers(false);
            head.forEach(field -> headers.add(field.name(), field.value()));
            byte[] block = netty.encode(headers);

            assertThat(decoded.decode(block)).as("head %d", i).isEqualTo(HpackError.NONE);
            assertThat(decoded.decoder.malformed()).isNull();
            assertThat(decoded.text()).as("head %d", i).isEqualTo(RandomHeads.text(head));
            checkMarks(decoded.fields());
        }
    }

    private static void checkMarks(Fields fields) {
        for (int i = 0; i < fields.count(); i++) {
            assertThat(fields.known(i))
                    .isEqualTo(
                            KnownField.of(fields.bytes(), fields.nameStart(i), fields.nameEnd(i)));
            assertThat(fields.isNeverIndexed(i)).isEqualTo(fields.name(i).equals("authorization"));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14, 15, 16})
    void nettyReadsWhatWeWrite(long seed) {
        var heads = new RandomHeads(seed);
        var netty = new Oracle();
        var block = new HpackBlock();
        var encoder = new HpackEncoder(block);
        long written = 0;
        for (int i = 0; i < HEADS; i++) {
            for (int changes = heads.random().nextInt(60) - 57; changes > 0; changes--) {
                int size = TABLE_SIZES[heads.random().nextInt(TABLE_SIZES.length)];
                netty.allowTable(size);
                encoder.maxTableSize(size);
            }
            List<RandomHeads.Field> head = heads.next();
            write(encoder, head);

            written += block.length();
            String read = netty.decode(Arrays.copyOf(block.bytes(), block.length()));
            assertThat(read).as("head %d", i).isEqualTo(RandomHeads.text(head));
        }
        assertThat(written).isPositive();
    }

    static void write(HpackEncoder encoder, List<RandomHeads.Field> head) {
        encoder.begin();
        byte[] method = Ascii.bytes(head.get(0).value());
        encoder.method(method, 0, method.length);
        encoder.scheme(head.get(1).value().equals("https"));
        byte[] authority = Ascii.bytes(head.get(2).value());
        encoder.pseudo(PseudoField.AUTHORITY, authority, 0, authority.length);
        byte[] path = Ascii.bytes(head.get(3).value());
        int mark = head.get(3).value().indexOf('?');
        int pathEnd = mark < 0 ? path.length : mark;
        encoder.path(path, 0, pathEnd, mark < 0 ? -1 : mark + 1, path.length);
        var fields = new Fields();
        fields.clear();
        for (RandomHeads.Field field : head.subList(4, head.size())) {
            fields.add(
                    Ascii.bytes(field.name().toUpperCase(java.util.Locale.ROOT)),
                    Ascii.bytes(field.value()));
        }
        encoder.fields(fields);
    }
}
