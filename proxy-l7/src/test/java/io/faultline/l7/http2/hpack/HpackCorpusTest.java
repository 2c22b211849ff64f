package io.faultline.l7.http2.hpack;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every committed block is read as its file says; the rules stand there, by the section that makes them. */
class HpackCorpusTest {

    static List<HpackCorpus.Entry> entries() {
        return HpackCorpus.entries();
    }

    @ParameterizedTest
    @MethodSource("entries")
    void aBlockIsReadByTheRules(HpackCorpus.Entry entry) {
        Decoded decoded = Decoded.withDefaults();
        String told = "";
        for (byte[] block : entry.blocks()) {
            HpackError error = decoded.decode(block);
            told = error == HpackError.NONE ? message(decoded) : error + "\n";
        }
        assertThat(told).isEqualTo(entry.told());
    }

    private static String message(Decoded decoded) {
        HpackDecoder decoder = decoded.decoder;
        String told = decoded.text();
        if (decoder.malformed() != null) {
            told += "malformed " + decoder.malformed() + " '" + decoder.malformedName() + "'\n";
        }
        if (decoder.isTooLarge()) {
            told += "too large\n";
        }
        if (decoder.hasTooMany()) {
            told += "too many\n";
        }
        return told.isEmpty() ? "nothing\n" : told;
    }
}
