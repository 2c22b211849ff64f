package io.faultline.l7.http1;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.core.wire.Chunk;
import io.faultline.l7.message.Method;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every committed message is read as its file says, and read so however it arrives. The rules stand in
 * the files, by the section that makes them.
 */
class CorpusTest {

    /** Up to this size an entry is cut everywhere; the larger ones are about limits. */
    private static final int CUT_EVERYWHERE = 700;

    static List<Corpus.Entry> requests() {
        return Corpus.of("requests.txt");
    }

    static List<Corpus.Entry> responses() {
        return Corpus.of("responses.txt");
    }

    static List<Corpus.Entry> attacks() {
        return Corpus.of("attacks.txt");
    }

    @ParameterizedTest
    @MethodSource("requests")
    void aRequestIsReadByTheRules(Corpus.Entry entry) {
        check(entry, () -> Exchanges.ofRequests(HeadLimits.DEFAULTS));
    }

    @ParameterizedTest
    @MethodSource("responses")
    void aResponseIsReadByTheRules(Corpus.Entry entry) {
        Method requested = entry.name().startsWith("HEAD") ? Method.HEAD : Method.GET;
        check(entry, () -> Exchanges.ofResponses(HeadLimits.DEFAULTS, requested));
    }

    @ParameterizedTest
    @MethodSource("attacks")
    void anAttackIsReadByTheRules(Corpus.Entry entry) {
        check(entry, () -> Exchanges.ofRequests(HeadLimits.DEFAULTS));
    }

    /** What the names in the file promise: (ok) is let through, (reject) is not, (norm) may be either. */
    @ParameterizedTest
    @MethodSource("attacks")
    void anAttackIsStoppedWhereItMustBe(Corpus.Entry entry) {
        boolean stopped =
                entry.told().contains("rejected L7.") || entry.told().contains("unfinished");
        if (entry.name().endsWith("(ok)")) {
            assertThat(stopped).isFalse();
        } else if (entry.name().endsWith("(reject)")) {
            assertThat(stopped).isTrue();
        }
    }

    private static void check(Corpus.Entry entry, Supplier<Exchanges> exchanges) {
        byte[] bytes = entry.bytes();
        Exchanges whole = exchanges.get().read(bytes);
        assertThat(whole.told()).as("in one piece").isEqualTo(entry.told());
        assertThat(whole.maxHeld()).isLessThanOrEqualTo(HeadLimits.DEFAULTS.maxHeadBytes() + 64);

        Chunk chunk = Lent.of(bytes);
        int end = Lent.FROM + bytes.length;
        assertThat(inSteps(exchanges.get(), chunk, end, 1))
                .as("byte by byte")
                .isEqualTo(entry.told());
        for (int cut = 1; bytes.length <= CUT_EVERYWHERE && cut < bytes.length; cut++) {
            Exchanges halves = exchanges.get();
            halves.feed(chunk, Lent.FROM, Lent.FROM + cut);
            halves.feed(chunk, Lent.FROM + cut, end);
            assertThat(halves.told()).as("cut at %d", cut).isEqualTo(entry.told());
        }
        var random = new Random(bytes.length);
        for (int round = 0; round < 5; round++) {
            int most = 1 + random.nextInt(3000);
            assertThat(inRandomSteps(exchanges.get(), chunk, end, random, most))
                    .as("round %d", round)
                    .isEqualTo(entry.told());
        }
    }

    private static String inSteps(Exchanges exchanges, Chunk chunk, int end, int step) {
        for (int at = Lent.FROM; at < end; at += step) {
            exchanges.feed(chunk, at, Math.min(end, at + step));
        }
        return exchanges.told();
    }

    static String inRandomSteps(
            Exchanges exchanges, Chunk chunk, int end, Random random, int most) {
        int at = Lent.FROM;
        while (at < end) {
            int next = Math.min(end, at + 1 + random.nextInt(most));
            exchanges.feed(chunk, at, next);
            at = next;
        }
        return exchanges.told();
    }
}
