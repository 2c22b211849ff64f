package io.faultline.l7.http2.hpack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import org.junit.jupiter.api.Test;

/** Whatever a block unfolds to, what is kept of it is bounded, and so is the work. */
class HpackLimitsTest {

    private static final String A_B = "40 01 61 01 62";

    private static byte[] repeated(String first, String again, int times) {
        var block = new ByteArrayOutputStream();
        block.writeBytes(Decoded.hex(first));
        for (int i = 0; i < times; i++) {
            block.writeBytes(Decoded.hex(again));
        }
        return block.toByteArray();
    }

    private static Decoded limited(int maxListBytes, int maxFields) {
        return new Decoded(new HpackDecoder(4096, maxListBytes, maxFields));
    }

    @Test
    void whatIsBeyondTheCountIsNotStored() {
        Decoded decoded = limited(10_000, 5);

        assertThat(decoded.decode(repeated("82", "90", 5))).isEqualTo(HpackError.NONE);
        assertThat(decoded.decoder.hasTooMany()).isFalse();
        assertThat(decoded.fields().count()).isEqualTo(5);

        assertThat(decoded.decode(repeated("82", "90", 6))).isEqualTo(HpackError.NONE);
        assertThat(decoded.decoder.hasTooMany()).isTrue();
        assertThat(decoded.decoder.isTooLarge()).isFalse();
        assertThat(decoded.fields().count()).isEqualTo(5);
    }

    /** RFC 9113 6.5.2: name, value and 32 for each field, pseudo-header fields too. */
    @Test
    void theListIsCountedAsTheSettingSays() {
        Decoded decoded = limited(7 + 3 + 32 + 34, 100);

        assertThat(decoded.decode("82" + A_B)).isEqualTo(HpackError.NONE);
        assertThat(decoded.decoder.isTooLarge()).isFalse();
        assertThat(decoded.decoder.listBytes()).isEqualTo(76);

        assertThat(decoded.decode("82 40 01 61 02 62 62")).isEqualTo(HpackError.NONE);
        assertThat(decoded.decoder.isTooLarge()).isTrue();
        assertThat(decoded.decoder.listBytes()).isEqualTo(77);
        assertThat(decoded.fields().count()).isZero();
    }

    @Test
    void theTableStaysInStepBeyondTheLimits() {
        Decoded decoded = limited(100, 100);

        decoded.decode("82 82" + A_B + "40 01 63 01 64");
        assertThat(decoded.decoder.isTooLarge()).isTrue();

        assertThat(decoded.decode("be bf")).isEqualTo(HpackError.NONE);
        assertThat(decoded.text()).isEqualTo("c: d\na: b\n");
    }

    /** One entry of nearly 4 KB, and then again and again its index: a byte for 4 KB. */
    @Test
    void aBombOfIndexesEndsTheConnectionBeforeItCosts() {
        Decoded decoded = Decoded.withDefaults();

        HpackError error =
                decoded.decode(repeated("40 01 61 7f 81 1e" + "62".repeat(3968), "be", 16_000));

        assertThat(error).isEqualTo(HpackError.BOMB);
        assertThat(decoded.decoder.listBytes()).isLessThan(9L * Decoded.MAX_LIST_BYTES);
        assertThat(decoded.fields().bytes().length).isLessThan(4 * Decoded.MAX_LIST_BYTES);
    }

    /** The same with names, each of which becomes an entry of its own. */
    @Test
    void aBombOfNamesEndsTheConnectionBeforeItCosts() {
        Decoded decoded = Decoded.withDefaults();

        HpackError error =
                decoded.decode(repeated("40 7f 81 1e" + "61".repeat(3968) + "00", "7e 00", 8_000));

        assertThat(error).isEqualTo(HpackError.BOMB);
        assertThat(decoded.fields().bytes().length).isLessThan(4 * Decoded.MAX_LIST_BYTES);
    }

    /** Each field costs a byte and counts 32 even if it is empty. */
    @Test
    void aBombOfEmptyFieldsEndsTheConnectionToo() {
        Decoded decoded = Decoded.withDefaults();

        HpackError error = decoded.decode(repeated("40 01 61 00", "be", 16_000));

        assertThat(error).isEqualTo(HpackError.BOMB);
        assertThat(decoded.fields().count()).isEqualTo(Decoded.MAX_FIELDS);
    }

    @Test
    void aPeerThatHasSeenOurSettingMustKeepToIt() {
        Decoded decoded = Decoded.withTable(100);
        assertThat(decoded.decode("3f e1 1f" + A_B)).isEqualTo(HpackError.NONE);

        decoded.decoder.settingsAcknowledged();

        // RFC 7541 4.2: it must say so at the beginning of the next block.
        assertThat(decoded.decode("82")).isEqualTo(HpackError.TABLE_SIZE_MISSING);
        assertThat(decoded.decode("3f 46 82")).isEqualTo(HpackError.TABLE_SIZE);
        assertThat(decoded.decode("3f 45 82 be")).isEqualTo(HpackError.NONE);
        assertThat(decoded.text()).isEqualTo(":method: GET\na: b\n");
        assertThat(decoded.decode("82")).isEqualTo(HpackError.NONE);
    }

    @Test
    void aLargerTableMayBeUsedAtOnce() {
        Decoded decoded = Decoded.withTable(8192);
        assertThat(decoded.decode("3f e1 3f")).isEqualTo(HpackError.NONE);
        assertThat(decoded.decode("3f e2 3f")).isEqualTo(HpackError.TABLE_SIZE);
    }
}
