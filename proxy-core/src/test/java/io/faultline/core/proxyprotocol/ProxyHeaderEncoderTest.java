package io.faultline.core.proxyprotocol;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.core.address.PeerAddress;
import io.faultline.core.proxyprotocol.Decoded.Announced;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ProxyHeaderEncoderTest {

    private static final PeerAddress V6 = PeerAddress.ofV6(0x20010db8_00000000L, 1, 80, 0);

    private final ByteBuffer out = ByteBuffer.allocate(ProxyHeaderEncoder.MAX_BYTES);

    @Test
    void aLineForEachFamily() {
        ProxyHeaderEncoder.writeV1(AddressPair.V4.client(), AddressPair.V4.destination(), out);
        assertThat(written()).isEqualTo("PROXY TCP4 10.0.0.1 10.0.0.2 56324 443\r\n");

        ProxyHeaderEncoder.writeV1(V6, V6.withPort(443), out.clear());
        assertThat(written()).isEqualTo("PROXY TCP6 2001:db8::1 2001:db8::1 80 443\r\n");
    }

    @Test
    void aMixedPairIsWrittenInTheWiderFamily() {
        ProxyHeaderEncoder.writeV1(AddressPair.V4.client(), V6, out);
        assertThat(written()).isEqualTo("PROXY TCP6 ::ffff:a00:1 2001:db8::1 56324 80\r\n");

        ProxyHeaderEncoder.writeV1(V6, AddressPair.V4.client(), out.clear());
        assertThat(written()).isEqualTo("PROXY TCP6 2001:db8::1 ::ffff:a00:1 80 56324\r\n");

        ProxyHeaderEncoder.writeV2(AddressPair.V4.client(), V6, out.clear());
        assertThat(hexWritten())
                .isEqualTo(
                        "0d0a0d0a000d0a515549540a"
                                + "21"
                                + "21"
                                + "0024"
                                + "00000000000000000000ffff0a000001"
                                + "20010db8000000000000000000000001"
                                + "dc04"
                                + "0050");
    }

    @Test
    void theScopeOfALinkMeansNothingToTheNextHop() {
        var linkLocal = PeerAddress.ofV6(0xfe80_0000_0000_0000L, 1, 80, 3);

        ProxyHeaderEncoder.writeV1(linkLocal, linkLocal, out);

        assertThat(written()).isEqualTo("PROXY TCP6 fe80::1 fe80::1 80 80\r\n");
    }

    @Test
    void connectionsOfOurOwnAnnounceNobody() {
        ProxyHeaderEncoder.writeV1Unknown(out);
        assertThat(written()).isEqualTo("PROXY UNKNOWN\r\n");

        ProxyHeaderEncoder.writeV2Local(out.clear());
        assertThat(hexWritten()).isEqualTo("0d0a0d0a000d0a515549540a" + "20" + "00" + "0000");
    }

    @Test
    void theByteOrderOfTheBufferDoesNotMatter() {
        var bigEndian = ByteBuffer.allocate(64);
        var littleEndian = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);

        ProxyHeaderEncoder.writeV2(V6, V6, bigEndian);
        ProxyHeaderEncoder.writeV2(V6, V6, littleEndian);

        assertThat(littleEndian.array()).isEqualTo(bigEndian.array());
        assertThat(littleEndian.position()).isEqualTo(bigEndian.position()).isEqualTo(52);
    }

    @Test
    void ourOwnDecoderReadsBackWhatWeWrite() {
        var random = new Random(5);
        for (int round = 0; round < 5_000; round++) {
            var client = AddressPair.random(random).client();
            var destination = AddressPair.random(random).destination(); // families may differ
            out.clear();
            if (random.nextBoolean()) {
                ProxyHeaderEncoder.writeV1(client, destination, out);
            } else {
                ProxyHeaderEncoder.writeV2(client, destination, out);
            }

            assertThat(new ProxyHeaderDecoder().feed(out.flip()))
                    .as("round %d", round)
                    .isEqualTo(new Announced(client, destination));
            assertThat(out.hasRemaining()).isFalse();
        }
    }

    private String written() {
        return US_ASCII.decode(out.flip()).toString();
    }

    private String hexWritten() {
        return HexFormat.of().formatHex(out.array(), 0, out.position());
    }
}
