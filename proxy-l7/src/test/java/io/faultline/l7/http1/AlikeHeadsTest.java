package io.faultline.l7.http1;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.core.wire.Chunk;
import io.faultline.l7.message.Ascii;
import io.faultline.l7.message.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A head that is like the one before it on its connection is read as if nothing had come before,
 * although lines that are the same are not read again.
 */
class AlikeHeadsTest {

    private static final int ROUNDS = 20_000;
    private static final int MOST_ALIKE = 3;

    /** Small, so that they are reached. */
    private static final HeadLimits TIGHT = new HeadLimits(200, 6, 40);

    private static final BentMessages REQUESTS = new BentMessages("requests.txt", "attacks.txt");
    private static final BentMessages RESPONSES = new BentMessages("responses.txt");

    /** Nothing in it is like a message of the corpora, and it bears no empty line more before it. */
    private static final byte[] REQUEST =
            Ascii.bytes("\r\n\r\n\r\n\r\nOPTIONS /zz HTTP/1.1\r\nzzz: 1\r\nhost: zz\r\n\r\n");

    private static final byte[] RESPONSE =
            Ascii.bytes("HTTP/1.1 299 zz\r\nzzz: 1\r\ncontent-length: 0\r\n\r\n");

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void requests(long seed) {
        check(seed, REQUESTS, REQUEST, () -> Exchanges.ofRequests(HeadLimits.DEFAULTS));
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12})
    void requestsAtTheirLimits(long seed) {
        check(seed, REQUESTS, REQUEST, () -> Exchanges.ofRequests(TIGHT));
    }

    @ParameterizedTest
    @ValueSource(longs = {21, 22})
    void responses(long seed) {
        check(
                seed,
                RESPONSES,
                RESPONSE,
                () -> Exchanges.ofResponses(HeadLimits.DEFAULTS, Method.GET));
    }

    @ParameterizedTest
    @ValueSource(longs = {31})
    void responsesAtTheirLimits(long seed) {
        check(seed, RESPONSES, RESPONSE, () -> Exchanges.ofResponses(TIGHT, Method.GET));
    }

    private static void check(
            long seed, BentMessages messages, byte[] other, Supplier<Exchanges> exchanges) {
        var random = new Random(seed);
        int compared = 0;
        for (int round = 0; round < ROUNDS; round++) {
            byte[] first = messages.seed(random);
            if (!endsWhole(first, other, exchanges)) {
                continue;
            }
            List<byte[]> all = new ArrayList<>(List.of(first));
            var expected = new StringBuilder(exchanges.get().read(first).told());
            while (all.size() <= MOST_ALIKE) {
                byte[] alike = messages.like(all.getLast(), random);
                all.add(alike);
                expected.append(exchanges.get().read(alike).told());
                if (!endsWhole(alike, other, exchanges)) {
                    break;
                }
            }
            Exchanges connection = exchanges.get();
            all.forEach(bytes -> inPieces(bytes, connection, random));
            assertThat(connection.told())
                    .as("seed %d, round %d", seed, round)
                    .isEqualTo(expected.toString());
            compared += all.size() - 1;
        }
        assertThat(compared).isGreaterThan(ROUNDS / 4);
    }

    /** Whether the next message begins where this one ends. */
    private static boolean endsWhole(byte[] bytes, byte[] other, Supplier<Exchanges> exchanges) {
        Exchanges alone = exchanges.get().read(bytes);
        return alone.read(other)
                .told()
                .equals(exchanges.get().read(bytes).told() + exchanges.get().read(other).told());
    }

    private static void inPieces(byte[] bytes, Exchanges connection, Random random) {
        Chunk chunk = Lent.of(bytes);
        int end = Lent.FROM + bytes.length;
        int cut = random.nextBoolean() ? end : Lent.FROM + random.nextInt(bytes.length + 1);
        connection.feed(chunk, Lent.FROM, cut);
        connection.feed(chunk, cut, end);
    }
}
