package io.faultline.core.config.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.faultline.core.config.text.InvalidValueException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteSizeTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "512, 512",
        "512B, 512",
        "64KiB, 65536",
        "64KB, 64000",
        "64kB, 64000",
        "1MiB, 1048576",
        "2GB, 2000000000",
        "4GiB, 4294967296"
    })
    void readsDecimalAndBinaryUnits(String text, long bytes) {
        assertThat(ByteSize.parse(text).bytes()).isEqualTo(bytes);
    }

    @ParameterizedTest
    @CsvSource({"65536, 64KiB", "1048576, 1MiB", "64000, 64000", "0, 0", "1073741824, 1GiB"})
    void isWrittenInTheLargestBinaryUnitThatNeedsNoFraction(long bytes, String text) {
        assertThat(new ByteSize(bytes)).hasToString(text);
        assertThat(ByteSize.parse(text)).isEqualTo(new ByteSize(bytes));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "64k",
                "64K",
                "64 KiB",
                "1.5MiB",
                "-1",
                "KiB",
                "012",
                "9999999999999GiB"
            })
    void refusesWhatCouldMeanTwoThings(String text) {
        assertThatThrownBy(() -> ByteSize.parse(text)).isInstanceOf(InvalidValueException.class);
    }
}
