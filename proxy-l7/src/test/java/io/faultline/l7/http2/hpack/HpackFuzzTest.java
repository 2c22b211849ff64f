package io.faultline.l7.http2.hpack;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Headers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Bends blocks, with fixed seeds. Whatever came, decoding ends without an exception, and where Netty has an opinion ours is
 * the same: either both refuse a block, or both read the same fields, and go on with equal tables.
 *
 * <p>There are three differences, all on purpose. A change of the table's size behind a field (RFC 7541 4.2) is
 * read by Netty and refused by us. An integer in more bytes than 31 bits can ever need is read by Netty if those are zeros. And what makes a message malformed (RFC 9113 8.2) is asked of Netty elsewhere, so
 * only its readings of well-formed messages are compared.
 */
class HpackFuzzTest {

    private static final int CONNECTIONS = 4_000;
    private static final int BLOCKS = 12;

    private final List<byte[]> corpus = new ArrayList<>();

    {
        HpackCorpus.entries().forEach(entry -> corpus.addAll(entry.blocks()));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void bentBlocksAreReadAsNettyReadsThem(long seed) {
        var heads = new RandomHeads(seed);
        int read = 0;
        int refused = 0;
        for (int connection = 0; connection < CONNECTIONS; connection++) {
            var source = new Oracle();
            var netty = new Oracle();
            Decoded ours = new Decoded(new HpackDecoder(4096, 1 << 20, 1 << 20));
            for (int i = 0; i < BLOCKS; i++) {
                byte[] block = bend(heads.random(), block(heads, source));
                HpackError error = ours.decode(block);
                if (error == HpackError.LATE_TABLE_SIZE || error == HpackError.INTEGER) {
                    break; // Netty may read on
                }
                String told = netty.decode(block);
                assertSame(
                        ours,
                        error,
                        told,
                        "seed %d connection %d block %d: %s"
                                .formatted(
                                        seed,
                                        connection,
                                        i,
                                        java.util.HexFormat.of().formatHex(block)));
                if (error != HpackError.NONE) {
                    refused++;
                    break;
                }
                read++;
            }
        }
        assertThat(read).isGreaterThan(CONNECTIONS);
        assertThat(refused).isGreaterThan(CONNECTIONS / 10);
    }

    private static void assertSame(
            Decoded ours, HpackError error, @Nullable String told, String what) {
        assertThat(error == HpackError.NONE).as(what + " " + error).isEqualTo(told != null);
        if (error == HpackError.NONE && ours.decoder.malformed() == null) {
            assertThat(ours.text()).as(what).isEqualTo(told);
        }
    }

    private byte[] block(RandomHeads heads, Oracle source) {
        if (heads.random().nextInt(4) == 0) {
            return corpus.get(heads.random().nextInt(corpus.size()));
        }
        Http2Headers headers = new DefaultHttp2Headers(false);
        heads.next().forEach(field -> headers.add(field.name(), field.value()));
        return source.encode(headers);
    }

    private static byte[] bend(Random random, byte[] block) {
        byte[] bent = block.clone();
        for (int times = random.nextInt(4) - 1; times > 0 && bent.length > 0; times--) {
            int at = random.nextInt(bent.length);
            switch (random.nextInt(6)) {
                case 0 -> bent[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> bent[at] = (byte) random.nextInt(256);
                case 2 -> bent[at] = (byte) 0xff;
                case 3 -> bent = Arrays.copyOf(bent, at);
                case 4 -> bent = spliced(bent, at, bent, random.nextInt(bent.length));
                default -> {
                    byte[] noise = new byte[1 + random.nextInt(6)];
                    random.nextBytes(noise);
                    bent = spliced(bent, at, noise, 0);
                }
            }
        }
        return bent;
    }

    /** The first so many bytes of one, then the other one from there on. */
    private static byte[] spliced(byte[] first, int length, byte[] then, int from) {
        byte[] both = Arrays.copyOf(first, length + then.length - from);
        System.arraycopy(then, from, both, length, then.length - from);
        return both;
    }
}
