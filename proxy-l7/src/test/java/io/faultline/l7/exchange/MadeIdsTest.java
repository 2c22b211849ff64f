package io.faultline.l7.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MadeIdsTest {

    @Test
    void writesTheDigitsThatEverybodyElseWouldWrite() {
        var random = new Random(7);
        for (int i = 0; i < 10_000; i++) {
            int bits = random.nextInt();

            byte[] digits =
                    ByteBuffer.allocate(Long.BYTES)
                            .order(ByteOrder.LITTLE_ENDIAN)
                            .putLong(MadeIds.hex(bits))
                            .array();

            assertThat(new String(digits, StandardCharsets.US_ASCII))
                    .isEqualTo(HexFormat.of().toHexDigits(bits));
        }
    }
}
