package io.faultline.core.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IpPrefixTest {

    @ParameterizedTest
    @CsvSource({
        "10.1.2.3, 8, 10.0.0.0/8",
        "10.1.2.3, 32, 10.1.2.3/32",
        "10.1.2.3, 31, 10.1.2.2/31",
        "10.1.2.3, 0, 0.0.0.0/0",
        "2001:db8:1:2:3:4:5:6, 32, 2001:db8::/32",
        "2001:db8:1:2:3:4:5:6, 64, 2001:db8:1:2::/64",
        "2001:db8:1:2:3:4:5:6, 65, 2001:db8:1:2::/65",
        "2001:db8:1:2:3:4:5:6, 128, 2001:db8:1:2:3:4:5:6/128",
        "2001:db8::1, 0, ::/0",
    })
    void bitsBehindThePrefixAreCleared(String network, int bits, String expected) throws Exception {
        assertThat(prefix(network, bits)).hasToString(expected);
    }

    @Test
    void aV4MappedRangeIsTheV4Range() {
        byte[] mapped = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1, 10, 0, 0, 0};

        assertThat(IpPrefix.of(mapped, 104))
                .isEqualTo(IpPrefix.of(new byte[] {10, 0, 0, 0}, 8))
                .hasToString("10.0.0.0/8");
    }

    @Test
    void aV6RangeAroundTheMappedOnesStaysAboutV6() {
        byte[] mapped = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1, 10, 0, 0, 0};

        assertThat(IpPrefix.of(mapped, 95).isV4()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"10.0.0.1, 33", "10.0.0.1, -1", "::1, 129", "::1, -1"})
    void moreBitsThanTheAddressHasAreRefused(String network, int bits) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> prefix(network, bits))
                .withMessageContaining(Integer.toString(bits));
    }

    private static IpPrefix prefix(String network, int bits) throws Exception {
        return IpPrefix.of(InetAddress.getByName(network).getAddress(), bits);
    }
}
