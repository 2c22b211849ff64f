package io.faultline.l7.http1;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.core.wire.Chunk;
import io.faultline.l7.message.Method;
import io.faultline.l7.message.RequestHead;
import java.util.Random;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bends the corpora, with fixed seeds, and holds what must be true of any bytes at all. */
class CodecFuzzTest {

    private static final int ROUNDS = 15_000;

    /** Small, so that they are reached. */
    private static final HeadLimits TIGHT = new HeadLimits(120, 5, 20);

    private static final BentMessages REQUESTS = new BentMessages("requests.txt", "attacks.txt");
    private static final BentMessages RESPONSES = new BentMessages("responses.txt");

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void requestsAreReadAlikeHoweverTheyArrive(long seed) {
        check(seed, REQUESTS, HeadLimits.DEFAULTS, () -> Exchanges.ofRequests(HeadLimits.DEFAULTS));
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12})
    void requestsAreReadAlikeAtTheirLimits(long seed) {
        check(seed, REQUESTS, TIGHT, () -> Exchanges.ofRequests(TIGHT));
    }

    @ParameterizedTest
    @ValueSource(longs = {21, 22, 23, 24})
    void responsesAreReadAlikeHoweverTheyArrive(long seed) {
        Method requested = seed % 2 == 0 ? Method.GET : Method.HEAD;
        check(
                seed,
                RESPONSES,
                HeadLimits.DEFAULTS,
                () -> Exchanges.ofResponses(HeadLimits.DEFAULTS, requested));
    }

    @ParameterizedTest
    @ValueSource(longs = {31, 32})
    void responsesAreReadAlikeAtTheirLimits(long seed) {
        check(seed, RESPONSES, TIGHT, () -> Exchanges.ofResponses(TIGHT, Method.GET));
    }

    private static void check(
            long seed, BentMessages messages, HeadLimits limits, Supplier<Exchanges> exchanges) {
        var random = new Random(seed);
        for (int round = 0; round < ROUNDS; round++) {
            byte[] bytes = messages.next(random);
            Exchanges whole = exchanges.get().read(bytes);
            Chunk chunk = Lent.of(bytes);
            int most = random.nextBoolean() ? 3 : bytes.length + 1;
            Exchanges pieces = exchanges.get();
            String told =
                    CorpusTest.inRandomSteps(pieces, chunk, Lent.FROM + bytes.length, random, most);

            assertThat(told).as("seed %d round %d", seed, round).isEqualTo(whole.told());
            // Beyond the limit there is only what the parser itself adds: a Host and a path.
            assertThat(Math.max(whole.maxHeld(), pieces.maxHeld()))
                    .isLessThanOrEqualTo(limits.maxHeadBytes() + limits.maxTargetBytes() + 20);
        }
    }

    /** What we send must mean to the next server what it meant to us, and hold nothing that we dropped. */
    @ParameterizedTest
    @ValueSource(longs = {41, 42, 43})
    void whatIsWrittenIsReadAsWhatCame(long seed) {
        var random = new Random(seed);
        int written = 0;
        for (int round = 0; round < ROUNDS; round++) {
            byte[] bytes = REQUESTS.next(random);
            Passed first = pass(bytes);
            if (first != null) {
                written++;
                Passed second = pass(first.bytes());
                if (second == null) {
                    throw new AssertionError("refused at seed " + seed + " round " + round);
                }
                assertThat(second.meaning())
                        .as("seed %d round %d", seed, round)
                        .isEqualTo(first.meaning());
                assertThat(second.bytes())
                        .as("seed %d round %d", seed, round)
                        .isEqualTo(first.bytes());
            }
        }
        assertThat(written).isGreaterThan(ROUNDS / 10);
    }

    private record Passed(String meaning, byte[] bytes) {}

    /** The first head, read and written; null when it is refused, unfinished or for us alone. */
    private static @Nullable Passed pass(byte[] bytes) {
        var head = new RequestHead();
        var parser = new RequestParser(HeadLimits.DEFAULTS);
        parser.feed(Lent.of(bytes), Lent.FROM, Lent.FROM + bytes.length, head);
        if (parser.outcome() != Parsed.COMPLETE || head.method() == Method.CONNECT) {
            return null;
        }
        String meaning =
                String.join(
                        " ",
                        head.methodText(),
                        head.pathText(),
                        String.valueOf(head.queryText()),
                        String.valueOf(head.bodyLength()),
                        String.valueOf(head.isLengthDeclared()),
                        String.valueOf(head.asksForUpgrade()),
                        String.valueOf(head.expectsContinue()));
        return new Passed(meaning, Written.bytes(out -> HeadWriter.request(head, out)));
    }
}
