package io.faultline.core.config.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IpLiteralTest {

    @Test
    void readsBothFamilies() {
        assertThat(IpLiteral.bytes("10.0.0.255")).containsExactly(10, 0, 0, 255);
        assertThat(IpLiteral.bytes("::1")).hasSize(16).endsWith((byte) 1);
        assertThat(IpLiteral.bytes("2001:db8::10.0.0.1")).hasSize(16).endsWith(10, 0, 0, 1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", ".", "1.2.3", "1.2.3.4.5", "256.0.0.1", "010.0.0.1", "1.2.3.4 ", "0x7f.0.0.1",
                "2130706433", "localhost", ":", ":::", "1::2::3", "12345::", "::g", "[::1]",
                "fe80::1%eth0", "::1.2.3", "::010.0.0.1", "1:2:3:4:5:6:7:8:9"
            })
    void refusesWhatIsNotOneAddressToEverybody(String text) {
        assertThat(IpLiteral.bytes(text)).isNull();
    }

    @Test
    void aZoneIsSetAsideOnlyWhenItIsOne() {
        assertThat(IpLiteral.withoutZone("fe80::1%eth0")).isEqualTo("fe80::1");
        assertThat(IpLiteral.isAddress("fe80::1%eth0")).isTrue();
        assertThat(IpLiteral.isAddress("10.0.0.1%eth0")).isFalse();
        assertThat(IpLiteral.isAddress("fe80::1%")).isFalse();
        assertThat(IpLiteral.isAddress("fe80::1%eth 0")).isFalse();
    }
}
