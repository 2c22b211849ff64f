package io.faultline.core.tls.hello;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What real clients say first, and what we read in it. */
class HelloCorpusTest {

    static List<HelloCorpus.Entry> entries() {
        return HelloCorpus.entries();
    }

    @ParameterizedTest
    @MethodSource("entries")
    void isReadAsTheCorpusSays(HelloCorpus.Entry entry) {
        assertThat(HelloCorpus.describe(HelloCorpus.whole(entry.bytes())))
                .isEqualTo(entry.outcome());
        assertThat(HelloCorpus.byteByByte(entry.bytes()))
                .isEqualTo(HelloCorpus.whole(entry.bytes()));
    }
}
