package io.faultline.core.tls.hello;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bends hellos, with fixed seeds, and holds what must be true of any bytes at all. */
class ClientHelloFuzzTest {

    private static final int ROUNDS = 10_000;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void neverThrowsAndNeverDependsOnHowTheBytesArrive(long seed) {
        var random = new Random(seed);
        var hellos = new BentHellos(random);
        for (int round = 0; round < ROUNDS; round++) {
            byte[] bytes = hellos.next();

            assertThat(inPieces(bytes, random))
                    .as("seed %d round %d", seed, round)
                    .isEqualTo(HelloCorpus.whole(bytes));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12})
    void anOutcomeStaysWhateverFollows(long seed) {
        var random = new Random(seed);
        var hellos = new BentHellos(random);
        for (int round = 0; round < ROUNDS; round++) {
            byte[] bytes = hellos.next();
            Peeked outcome = HelloCorpus.whole(bytes);
            byte[] more = new byte[1 + random.nextInt(40)];
            random.nextBytes(more);
            if (outcome != Peeked.NEED_MORE) {
                assertThat(HelloCorpus.whole(HelloBuilder.join(bytes, more)))
                        .as("seed %d round %d", seed, round)
                        .isEqualTo(outcome);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {21, 22})
    void looksAtNothingOutsideOfWhatItWasGiven(long seed) {
        var random = new Random(seed);
        var hellos = new BentHellos(random);
        for (int round = 0; round < ROUNDS; round++) {
            byte[] bytes = hellos.next();
            byte[] amid = new byte[bytes.length + 64];
            random.nextBytes(amid);
            System.arraycopy(bytes, 0, amid, 32, bytes.length);

            var peek = new ClientHelloPeek();

            assertThat(peek.feed(ByteBuffer.wrap(amid), 32, 32 + bytes.length))
                    .as("seed %d round %d", seed, round)
                    .isEqualTo(HelloCorpus.whole(bytes));
        }
    }

    /** Somebody who holds the bytes until there is an outcome never holds more than the limit. */
    @ParameterizedTest
    @ValueSource(longs = {31, 32})
    void whateverComesThereIsAnOutcomeWithinTheLimit(long seed) {
        var random = new Random(seed);
        var hellos = new BentHellos(random);
        byte[] more = new byte[ClientHelloPeek.MAX_BYTES + 1];
        for (int round = 0; round < 500; round++) {
            random.nextBytes(more);
            var peek = new ClientHelloPeek();
            byte[] bytes = hellos.next();
            peek.feed(ByteBuffer.wrap(bytes), 0, bytes.length);

            assertThat(peek.feed(ByteBuffer.wrap(more), 0, more.length))
                    .as("seed %d round %d", seed, round)
                    .isNotEqualTo(Peeked.NEED_MORE);
            assertThat(peek.bytesSeen()).isLessThanOrEqualTo(ClientHelloPeek.MAX_BYTES);
        }
    }

    private static Peeked inPieces(byte[] bytes, Random random) {
        var peek = new ClientHelloPeek();
        var input = ByteBuffer.wrap(bytes);
        Peeked outcome = Peeked.NEED_MORE;
        int at = 0;
        while (at < bytes.length) {
            int step = 1 + random.nextInt(random.nextBoolean() ? 3 : bytes.length);
            int end = Math.min(bytes.length, at + step);
            outcome = peek.feed(input, at, end);
            at = end;
        }
        return outcome;
    }
}
