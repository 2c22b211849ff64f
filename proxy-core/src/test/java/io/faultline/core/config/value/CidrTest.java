package io.faultline.core.config.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.faultline.core.config.text.InvalidValueException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CidrTest {

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.0/8", "0.0.0.0/0", "192.0.2.1/32", "2001:db8::/32", "::/0"})
    void isWrittenAsItIsRead(String text) {
        assertThat(Cidr.parse(text)).hasToString(text);
    }

    @Test
    void aLoneAddressIsItsOwnRange() {
        assertThat(Cidr.parse("192.0.2.1")).isEqualTo(Cidr.parse("192.0.2.1/32"));
        assertThat(Cidr.parse("::1").prefixBits()).isEqualTo(128);
        assertThat(Cidr.parse("::1").isV6()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "10.1.2.3/8, 10.0.0.0/8",
        "10.0.0.129/25, 10.0.0.128/25",
        "192.0.2.1/0, 0.0.0.0/0",
        "2001:db8::1/32, 2001:db8::/32",
        "2001:db8:ffff::/33, 2001:db8:8000::/33",
        "10.0.0.0/255.0.0.0, 10.0.0.0/8",
        "::ffff:10.0.0.0/104, 10.0.0.0/8",
        "::ffff:10.0.0.1, 10.0.0.1/32"
    })
    void whatIsAlmostARangeIsCorrected(String text, String fix) {
        assertThatThrownBy(() -> Cidr.parse(text))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining(fix);
    }

    @Test
    void theBytesInsideCannotBeReached() {
        byte[] mine = {10, 0, 0, 0};
        Cidr range = new Cidr(mine, 8);
        mine[0] = 11;
        range.network()[0] = 12;

        assertThat(range).isEqualTo(Cidr.parse("10.0.0.0/8"));
    }
}
