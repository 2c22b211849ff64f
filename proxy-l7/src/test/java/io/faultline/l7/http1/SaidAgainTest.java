package io.faultline.l7.http1;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.l7.message.Ascii;
import io.faultline.l7.message.BodyLength;
import io.faultline.l7.message.Fields;
import io.faultline.l7.message.KnownField;
import io.faultline.l7.message.Method;
import io.faultline.l7.message.RequestHead;
import io.faultline.l7.message.ResponseHead;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A head that is byte by byte the one before it is not read, and still is what it would be on a fresh
 * connection, whatever was done to the one before.
 */
class SaidAgainTest {

    private static final int ROUNDS = 3_000;

    private static final BentMessages REQUESTS = new BentMessages("requests.txt", "attacks.txt");
    private static final BentMessages RESPONSES = new BentMessages("responses.txt");

    private static final String REQUEST =
            "POST /a/./b?c=d HTTP/1.1\r\nHost: shop.example\r\nConnection: x-own, close\r\nX-Own: 1\r\n"
                    + "X-Forwarded-For: 192.0.2.1\r\nCookie: a=b\r\nCookie: c=d\r\n"
                    + "Content-Length: 0\r\n\r\n";

    private static final String RESPONSE =
            "HTTP/1.1 200 Fine\r\nServer: x\r\nDate: Sun, 22 Nov 2026 12:00:00 GMT\r\n"
                    + "Keep-Alive: timeout=5\r\nContent-Length: 4\r\n\r\n";

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void requestsAreAsTheyCameAfterEdits(long seed) {
        var random = new Random(seed);
        for (int round = 0; round < ROUNDS; round++) {
            byte[] bytes = REQUESTS.seed(random);
            var connection = Exchanges.ofRequests(HeadLimits.DEFAULTS);
            connection.edits(head -> edit(head, random), unused -> {});
            assertThat(threeTimes(bytes, connection))
                    .as("seed %d, round %d", seed, round)
                    .isEqualTo(threeTimes(bytes, Exchanges.ofRequests(HeadLimits.DEFAULTS)));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12})
    void responsesAreAsTheyCameAfterEdits(long seed) {
        var random = new Random(seed);
        for (int round = 0; round < ROUNDS; round++) {
            byte[] bytes = RESPONSES.seed(random);
            var connection = Exchanges.ofResponses(HeadLimits.DEFAULTS, Method.GET);
            connection.edits(unused -> {}, head -> edit(head, random));
            assertThat(threeTimes(bytes, connection))
                    .as("seed %d, round %d", seed, round)
                    .isEqualTo(
                            threeTimes(
                                    bytes, Exchanges.ofResponses(HeadLimits.DEFAULTS, Method.GET)));
        }
    }

    /** RFC 9112 6.3: the same head has a body, or none, by what was asked. */
    @Test
    void theMeaningOfAResponseDependsOnItsRequest() {
        byte[] head = Ascii.bytes(RESPONSE);
        var parser = new ResponseParser(HeadLimits.DEFAULTS);
        var response = new ResponseHead();
        for (Method asked : new Method[] {Method.GET, Method.HEAD, Method.HEAD, Method.GET}) {
            parser.reset(asked);
            parser.feed(Lent.of(head), Lent.FROM, Lent.FROM + head.length, response);
            assertThat(response.bodyLength()).isEqualTo(asked == Method.HEAD ? BodyLength.NONE : 4);
            assertThat(response.fields().has(KnownField.CONTENT_LENGTH))
                    .isEqualTo(asked == Method.HEAD);
        }
    }

    /** What differs in one byte is another head, wherever the byte stands. */
    @Test
    void oneOtherByteMakesAnotherHead() {
        byte[] said = Ascii.bytes(REQUEST);
        for (int at = 0; at < said.length; at++) {
            byte[] other = said.clone();
            other[at] = (byte) (other[at] == 'q' ? 'r' : 'q');
            var connection = Exchanges.ofRequests(HeadLimits.DEFAULTS);
            String before = connection.read(said).told();
            assertThat(connection.read(other).told())
                    .as("byte %d", at)
                    .isEqualTo(before + Exchanges.requests(other));
        }
    }

    /** Requests that come behind one another, the last one cut anywhere. */
    @Test
    void whatIsCutIsNotTakenForWhole() {
        byte[] said = Ascii.bytes(REQUEST);
        byte[] twice = Ascii.bytes(REQUEST + REQUEST);
        String expected = Exchanges.requests(twice);
        for (int cut = 0; cut < said.length; cut++) {
            var connection = Exchanges.ofRequests(HeadLimits.DEFAULTS);
            var chunk = Lent.of(twice);
            int at = Lent.FROM + said.length + cut;
            connection.feed(chunk, Lent.FROM, at);
            connection.feed(chunk, at, Lent.FROM + twice.length);
            assertThat(connection.told()).as("cut %d", cut).isEqualTo(expected);
        }
    }

    @Test
    void whatWasAddedIsForgotten() {
        byte[] said = Ascii.bytes("GET / HTTP/1.1\r\nHost: shop.example\r\n\r\n");
        var connection = Exchanges.ofRequests(HeadLimits.DEFAULTS).read(said);
        Fields fields = connection.request().fields();
        fields.add(Ascii.bytes("Via"), Ascii.bytes("1.1 a"));
        assertThat(fields.has(KnownField.VIA)).isTrue();
        connection.read(said);
        assertThat(fields.has(KnownField.VIA)).isFalse();
        assertThat(fields.count()).isEqualTo(1);
    }

    /** What we append while we judge a head must never count as something that the client said. */
    @Test
    void whatWasAppendedIsNoPartOfTheHead() {
        String head =
                "GET / HTTP/1.1\r\nHost: shop.example\r\nConnection: te\r\nTE: trailers\r\n\r\n";
        byte[] more = Ascii.bytes(head + "te: trailers\r\n");
        var connection = Exchanges.ofRequests(HeadLimits.DEFAULTS).read(Ascii.bytes(head));
        String before = connection.told();
        assertThat(connection.read(more).told()).isEqualTo(before + Exchanges.requests(more));
    }

    private static String threeTimes(byte[] bytes, Exchanges connection) {
        return connection.read(bytes).read(bytes).read(bytes).told();
    }

    // ---- what routes and writers may do

    private static void edit(RequestHead head, Random random) {
        edit(head.fields(), random);
        if (random.nextBoolean()) {
            int start = head.fields().append(Ascii.bytes("/rewritten"));
            head.path(start, head.fields().length());
            head.query(0, 0);
            head.authority(start, start + 1);
        }
        head.secure(random.nextBoolean());
    }

    private static void edit(ResponseHead head, Random random) {
        edit(head.fields(), random);
        head.keepAlive(!head.keepAlive());
        if (head.bodyLength() == BodyLength.FRAMED) {
            head.bodyLength(BodyLength.UNTIL_CLOSE, false);
        }
    }

    private static void edit(Fields fields, Random random) {
        for (int edits = random.nextInt(4); edits > 0; edits--) {
            KnownField[] known = KnownField.values();
            switch (random.nextInt(4)) {
                case 0 -> fields.add(Ascii.bytes("X-Added"), Ascii.bytes("1"));
                case 1 -> fields.dropAll(known[random.nextInt(known.length)]);
                case 2 -> fields.add(Ascii.bytes("Host"), Ascii.bytes("added.example"));
                default -> {
                    if (fields.count() > 0) {
                        fields.drop(random.nextInt(fields.count()));
                    }
                }
            }
        }
    }
}
