package io.faultline.core.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PeerAddressTest {

    @ParameterizedTest
    @CsvSource({
        "10.0.0.1, 10.0.0.1:1234",
        "255.255.255.255, 255.255.255.255:1234",
        "0.0.0.0, 0.0.0.0:1234",
        "::, [::]:1234",
        "::1, [::1]:1234",
        "1::, [1::]:1234",
        "2001:db8:0:0:0:0:2:1, [2001:db8::2:1]:1234", // RFC 5952 4.2.1
        "2001:db8:0:1:1:1:1:1, [2001:db8:0:1:1:1:1:1]:1234", // RFC 5952 4.2.2: a lone group stays
        "2001:0:0:1:0:0:0:1, [2001:0:0:1::1]:1234", // RFC 5952 4.2.3: the longest run
        "2001:db8:0:0:1:0:0:1, [2001:db8::1:0:0:1]:1234", // RFC 5952 4.2.3: the first of equals
        "2001:DB8:0AAA::, [2001:db8:aaa::]:1234", // RFC 5952 4.1 and 4.3
        "1:2:3:4:5:6:7:8, [1:2:3:4:5:6:7:8]:1234",
        "0:0:3:4:5:6:7:8, [::3:4:5:6:7:8]:1234",
        "1:2:3:4:5:6:0:0, [1:2:3:4:5:6::]:1234",
        "0:0:0:0:ffff:1:2:3, [::ffff:1:2:3]:1234", // one group away from v4-mapped
        "64:ff9b::a00:1, [64:ff9b::a00:1]:1234",
    })
    void isWrittenInTheOneFormOfRfc5952(String literal, String expected) throws Exception {
        var address = PeerAddress.from(new InetSocketAddress(InetAddress.getByName(literal), 1234));

        assertThat(address).hasToString(expected);
    }

    @Test
    void aV4MappedAddressIsTheV4Address() {
        byte[] mapped = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1, 10, 0, 0, 1};
        byte[] plain = {10, 0, 0, 1};

        var fromMapped = PeerAddress.fromBytes(mapped, 0, 16, 80);
        var fromPlain = PeerAddress.fromBytes(plain, 0, 4, 80);

        assertThat(fromMapped).isEqualTo(fromPlain).hasSameHashCodeAs(fromPlain);
        assertThat(fromMapped.sourceHash()).isEqualTo(fromPlain.sourceHash());
        assertThat(fromMapped).hasToString("10.0.0.1:80");
        assertThat(fromMapped.isV4()).isTrue();
        assertThat(PeerAddress.ofV4(0x0a000001, 80)).isEqualTo(fromPlain);
        assertThat(PeerAddress.ofV6(0, 0xffff_0a00_0001L, 80, 7)).isEqualTo(fromPlain);
    }

    @Test
    void theDeprecatedV4CompatibleFormIsAnIpv6Address() {
        var compatible = PeerAddress.ofV6(0, 0x0a00_0001L, 80, 0);

        assertThat(compatible.isV4()).isFalse();
        assertThat(compatible).isNotEqualTo(PeerAddress.ofV4(0x0a000001, 80));
    }

    @Test
    void theScopeOfALinkLocalAddressIsKept() throws Exception {
        byte[] bytes = {(byte) 0xfe, (byte) 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};
        var onLink2 = new InetSocketAddress(Inet6Address.getByAddress(null, bytes, 2), 80);

        var address = PeerAddress.from(onLink2);

        assertThat(address).hasToString("[fe80::1%2]:80");
        assertThat(address.toInetSocketAddress()).isEqualTo(onLink2);
        assertThat(((Inet6Address) address.toInetSocketAddress().getAddress()).getScopeId())
                .isEqualTo(2);
        assertThat(address).isNotEqualTo(PeerAddress.fromBytes(bytes, 0, 16, 80));
    }

    @Test
    void bytesAndSocketAddressesGoInAndComeOutUnchanged() throws Exception {
        var random = new Random(42);
        for (int round = 0; round < 2_000; round++) {
            int length = random.nextBoolean() ? 4 : 16;
            byte[] bytes = new byte[length];
            random.nextBytes(bytes);
            int port = random.nextInt(65_536);
            byte[] padded = new byte[length + 5];
            System.arraycopy(bytes, 0, padded, 3, length);

            var address = PeerAddress.fromBytes(padded, 3, length, port);

            var socketAddress = new InetSocketAddress(InetAddress.getByAddress(bytes), port);
            assertThat(address.addressBytes()).isEqualTo(bytes);
            assertThat(address.toInetSocketAddress()).isEqualTo(socketAddress);
            assertThat(PeerAddress.from(socketAddress)).isEqualTo(address);
            assertThat(InetAddress.getByName(address.addressText()))
                    .isEqualTo(socketAddress.getAddress());
        }
    }

    @Test
    void theSourceHashIgnoresThePortAndNeverChangesBetweenReleases() {
        assertThat(PeerAddress.ofV4(0x0a000001, 1).sourceHash())
                .isEqualTo(PeerAddress.ofV4(0x0a000001, 2).sourceHash())
                .isEqualTo(SOURCE_HASH_OF_10_0_0_1);
    }

    // Clients are placed by this number: to change it is to move every client of every deployment.
    private static final long SOURCE_HASH_OF_10_0_0_1 = -9126416720629544678L;

    @Test
    void neighbouringAddressesSpreadOverAllBitsOfTheSourceHash() {
        Set<Long> top = new HashSet<>();
        Set<Long> bottom = new HashSet<>();
        for (int host = 0; host < 1 << 12; host++) {
            long hash = PeerAddress.ofV4(0x0a000000 | host, 80).sourceHash();
            top.add(hash >>> 52);
            bottom.add(hash & 0xfff);
        }

        // 4096 balls in 4096 bins leave about 63 % of the bins hit; a weak mix hits far fewer.
        assertThat(top).hasSizeBetween(2_450, 2_750);
        assertThat(bottom).hasSizeBetween(2_450, 2_750);
    }

    @ParameterizedTest
    @CsvSource({"-1", "65536"})
    void aPortOutsideTheRangeIsRefused(int port) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PeerAddress.ofV4(1, port))
                .withMessageContaining("not " + port);
    }

    @Test
    void anythingButFourOrSixteenBytesIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PeerAddress.fromBytes(new byte[16], 0, 8, 80))
                .withMessageContaining("4 or 16 bytes, not 8");
        assertThatThrownBy(() -> PeerAddress.fromBytes(new byte[16], 1, 16, 80))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void anUnresolvedNameIsRefusedRatherThanLookedUp() {
        var unresolved = InetSocketAddress.createUnresolved("db.example", 80);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> PeerAddress.from(unresolved))
                .withMessageContaining("not resolved");
    }
}
