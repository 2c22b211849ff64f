package io.faultline.core.proxyprotocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bends the corpus, with fixed seeds, and holds what must be true of any bytes at all. */
class ProxyHeaderFuzzTest {

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void neverThrowsAndNeverDependsOnHowTheBytesArrive(long seed) {
        var random = new Random(seed);
        for (int round = 0; round < 10_000; round++) {
            byte[] bytes = BentHeaders.next(random);
            var inOnePiece = ByteBuffer.wrap(bytes);
            Decoded expected = new ProxyHeaderDecoder().feed(inOnePiece);

            assertThat(inPieces(bytes, random))
                    .as("seed %d round %d", seed, round)
                    .isEqualTo(HeaderCorpus.describe(expected, inOnePiece.position()));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14})
    void neverLooksAtWhatStandsBehindTheInput(long seed) {
        var random = new Random(seed);
        for (int round = 0; round < 5_000; round++) {
            byte[] bytes = BentHeaders.next(random);
            byte[] amidOthers = new byte[bytes.length + 64];
            random.nextBytes(amidOthers);
            System.arraycopy(bytes, 0, amidOthers, 32, bytes.length);
            var amid = ByteBuffer.wrap(amidOthers, 32, bytes.length);

            Decoded outcome = new ProxyHeaderDecoder().feed(amid);

            assertThat(HeaderCorpus.describe(outcome, amid.position() - 32))
                    .as("seed %d round %d", seed, round)
                    .isEqualTo(HeaderCorpus.outcome(bytes));
        }
    }

    private static String inPieces(byte[] bytes, Random random) {
        var decoder = new ProxyHeaderDecoder();
        var input = ByteBuffer.wrap(bytes).limit(0);
        Decoded outcome = decoder.feed(input);
        while (input.limit() < bytes.length) {
            int step = 1 + random.nextInt(random.nextBoolean() ? 3 : bytes.length);
            input.limit(Math.min(bytes.length, input.limit() + step));
            outcome = decoder.feed(input);
        }
        return HeaderCorpus.describe(outcome, input.position());
    }
}
