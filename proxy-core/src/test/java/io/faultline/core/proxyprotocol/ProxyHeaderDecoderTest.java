package io.faultline.core.proxyprotocol;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.core.Side;
import io.faultline.core.Stage;
import io.faultline.core.fault.Fault;
import io.faultline.core.fault.SessionFault;
import io.faultline.core.proxyprotocol.Decoded.Malformed;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ProxyHeaderDecoderTest {

    private final ProxyHeaderDecoder decoder = new ProxyHeaderDecoder();

    static List<HeaderCorpus.Entry> corpus() {
        return HeaderCorpus.entries();
    }

    @ParameterizedTest
    @MethodSource("corpus")
    void decodesWhatTheCorpusSays(HeaderCorpus.Entry entry) {
        assertThat(HeaderCorpus.outcome(entry.bytes())).isEqualTo(entry.outcome());
    }

    @ParameterizedTest
    @MethodSource("corpus")
    void tellsTheSameWhenEveryByteComesAlone(HeaderCorpus.Entry entry) {
        int consumed = 0;
        Decoded outcome = Decoded.NEED_MORE;
        for (byte one : entry.bytes()) {
            var piece = ByteBuffer.wrap(new byte[] {one});
            outcome = decoder.feed(piece);
            consumed += piece.position();
        }

        assertThat(HeaderCorpus.describe(outcome, consumed)).isEqualTo(entry.outcome());
    }

    @ParameterizedTest
    @MethodSource("corpus")
    void tellsTheSameWhereverTheBytesAreCutInTwo(HeaderCorpus.Entry entry) {
        for (int cut = 0; cut <= entry.bytes().length; cut++) {
            var inTwo = new ProxyHeaderDecoder();
            var input = ByteBuffer.wrap(entry.bytes());
            inTwo.feed(input.limit(cut));
            Decoded outcome = inTwo.feed(input.limit(input.capacity()));

            assertThat(HeaderCorpus.describe(outcome, input.position()))
                    .as("cut at %d", cut)
                    .isEqualTo(entry.outcome());
        }
    }

    @Test
    void theClientsOwnBytesStayInTheBuffer() {
        ByteBuffer input = ascii("PROXY TCP4 10.0.0.1 10.0.0.2 56324 443\r\nGET / HTTP/1.1\r\n");

        decoder.feed(input);

        assertThat(US_ASCII.decode(input).toString()).isEqualTo("GET / HTTP/1.1\r\n");
    }

    @Test
    void onceTheHeaderIsThereNothingMoreIsTaken() {
        Decoded first = decoder.feed(ascii("PROXY UNKNOWN\r\n"));
        ByteBuffer payload = ascii("PROXY UNKNOWN\r\n");

        assertThat(decoder.feed(payload)).isSameAs(first).isSameAs(Decoded.OWN_ADDRESSES);
        assertThat(payload.position()).isZero();
    }

    @Test
    void readsDirectBuffersFromWhereTheyStand() {
        ByteBuffer direct = ByteBuffer.allocateDirect(64);
        direct.put("xx".getBytes(US_ASCII));
        ProxyHeaderEncoder.writeV2Local(direct);
        direct.put("yy".getBytes(US_ASCII)).flip().position(2);

        assertThat(decoder.feed(direct)).isSameAs(Decoded.OWN_ADDRESSES);
        assertThat(direct.position()).isEqualTo(18);
        assertThat(direct.remaining()).isEqualTo(2);
    }

    @Test
    void aPeerThatSpeaksSomethingElseIsToldWithWhatItSent() {
        Fault fault = malformed("GET / HTTP/1.1\r\nHost: shop.example\r\n").fault();

        assertThat(fault.code()).isSameAs(SessionFault.PREAMBLE_INVALID);
        assertThat(fault.side()).isSameAs(Side.CLIENT);
        assertThat(fault.stage()).isSameAs(Stage.PREAMBLE);
        assertThat(fault.evidence().namesAndValues())
                .containsExactly(
                        "reason",
                        "the first bytes are neither \"PROXY \" nor the version 2 signature",
                        "seen",
                        "47 45 54 20 2f 20 48 54 54 50 2f 31 2e 31 0d 0a \"GET / HTTP/1.1..\"");
    }

    @Test
    void evidenceNeverCarriesControlBytesIntoALog() {
        assertThat(malformed("PROXY TCP4 \u001b[2J 10.0.0.2 1 2\r\n").reason())
                .isEqualTo("\".[2J\" is no IPv4 address");
    }

    @Test
    void aHeaderThatNeverBecameCompleteShowsWhatCame() {
        assertThat(decoder.seen()).isEqualTo("nothing");

        decoder.feed(ascii("PROX"));

        assertThat(decoder.seen()).isEqualTo("50 52 4f 58 \"PROX\"");
    }

    @Test
    void theLongestHeaderIsConfigurable() {
        ByteBuffer header = ByteBuffer.allocate(64);
        ProxyHeaderEncoder.writeV2(AddressPair.V4.client(), AddressPair.V4.destination(), header);

        assertThat(new ProxyHeaderDecoder(28).feed(header.flip()))
                .isInstanceOf(Decoded.Announced.class);
        assertThat(new ProxyHeaderDecoder(27).feed(header.rewind())).isInstanceOf(Malformed.class);
    }

    @Test
    void aHeaderOfTheGreatestLengthIsTaken() {
        ByteBuffer header = ByteBuffer.allocate(ProxyHeaderDecoder.MAX_BYTES);
        ProxyHeaderEncoder.writeV2(AddressPair.V4.client(), AddressPair.V4.destination(), header);
        int padding = header.remaining() - 3;
        header.put((byte) 4).putShort((short) padding).putShort(14, (short) (4096 - 16));

        Decoded outcome = decoder.feed(header.rewind());

        assertThat(HeaderCorpus.describe(outcome, header.position()))
                .isEqualTo("10.0.0.1:56324 -> 10.0.0.2:443, 4096 bytes");
    }

    private Malformed malformed(String text) {
        return (Malformed) decoder.feed(ascii(text));
    }

    private static ByteBuffer ascii(String text) {
        return ByteBuffer.wrap(text.getBytes(US_ASCII));
    }
}
