package io.faultline.core.proxyprotocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.core.address.PeerAddress;
import io.faultline.core.proxyprotocol.Decoded.Announced;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.haproxy.HAProxyCommand;
import io.netty.handler.codec.haproxy.HAProxyMessage;
import io.netty.handler.codec.haproxy.HAProxyMessageDecoder;
import io.netty.handler.codec.haproxy.HAProxyMessageEncoder;
import io.netty.handler.codec.haproxy.HAProxyProtocolVersion;
import io.netty.handler.codec.haproxy.HAProxyProxiedProtocol;
import io.netty.handler.codec.haproxy.HAProxyTLV;
import io.netty.util.NetUtil;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Netty's codec as oracle. Where it differs from us on purpose the corpus says so, entry by entry, in
 * a line {@code netty:} below our own outcome.
 */
class NettyDifferentialTest {

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void nettyReadsWhatWeWrite(long seed) {
        var random = new Random(seed);
        for (int round = 0; round < 2_000; round++) {
            AddressPair pair = AddressPair.random(random);
            ByteBuffer out = ByteBuffer.allocate(ProxyHeaderEncoder.MAX_BYTES);
            if (random.nextBoolean()) {
                ProxyHeaderEncoder.writeV1(pair.client(), pair.destination(), out);
            } else {
                ProxyHeaderEncoder.writeV2(pair.client(), pair.destination(), out);
            }
            byte[] header = new byte[out.flip().remaining()];
            out.get(header);

            assertThat(nettyDecodes(header))
                    .as("seed %d round %d", seed, round)
                    .isEqualTo(pair.client() + " -> " + pair.destination());
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void weReadWhatNettyWrites(long seed) {
        var random = new Random(seed);
        for (int round = 0; round < 2_000; round++) {
            AddressPair pair = AddressPair.random(random);
            ByteBuffer header = ByteBuffer.wrap(nettyEncodes(pair, random));

            Decoded outcome = new ProxyHeaderDecoder().feed(header);

            assertThat(outcome)
                    .as("seed %d round %d", seed, round)
                    .isEqualTo(new Announced(pair.client(), pair.destination()));
            assertThat(header.hasRemaining()).isFalse();
        }
    }

    static List<HeaderCorpus.Entry> corpus() {
        return HeaderCorpus.entries();
    }

    @ParameterizedTest
    @MethodSource("corpus")
    void nettyDiffersOnlyWhereTheCorpusSaysSo(HeaderCorpus.Entry entry) {
        assertThat(nettyDecodes(entry.bytes())).isEqualTo(entry.netty());
    }

    /** The direction that matters: never name a client whom the oracle would not name. */
    @ParameterizedTest
    @ValueSource(longs = {21, 22, 23, 24})
    void ofBentHeadersWeNameNoClientThatNettyWouldNot(long seed) {
        var random = new Random(seed);
        int announced = 0;
        for (int round = 0; round < 5_000; round++) {
            byte[] bytes = BentHeaders.next(random);
            String ours = HeaderCorpus.kindOf(HeaderCorpus.outcome(bytes));
            if (ours.contains(" -> ")) {
                announced++;
                assertThat(nettyDecodes(bytes))
                        .as("seed %d round %d", seed, round)
                        .isIn(ours, "malformed"); // it refuses port 0, for instance
            }
        }
        assertThat(announced).isGreaterThan(100);
    }

    /** What Netty makes of bytes that are all it will ever get. */
    static String nettyDecodes(byte[] bytes) {
        var channel = new EmbeddedChannel(new HAProxyMessageDecoder(4096));
        try {
            channel.writeInbound(Unpooled.wrappedBuffer(bytes));
            String outcome = describe(channel.readInbound());
            channel.finishAndReleaseAll();
            return outcome;
        } catch (DecoderException refused) {
            return "malformed";
        }
    }

    private static String describe(@Nullable Object inbound) {
        if (!(inbound instanceof HAProxyMessage message)) {
            return "more";
        }
        try {
            return switch (message.proxiedProtocol().addressFamily()) {
                case AF_UNSPEC -> "own addresses";
                case AF_UNIX -> message.sourceAddress() + " -> " + message.destinationAddress();
                case AF_IPv4, AF_IPv6 ->
                        address(message.sourceAddress(), message.sourcePort())
                                + " -> "
                                + address(message.destinationAddress(), message.destinationPort());
            };
        } finally {
            message.release();
        }
    }

    private static PeerAddress address(String text, int port) {
        byte[] bytes = NetUtil.createByteArrayFromIpAddressString(text);
        if (text.startsWith("::") && NetUtil.isValidIpV4Address(text.substring(2))) {
            // Netty's decoder hands on the text; its parser takes ::1.2.3.4 for ::ffff:1.2.3.4.
            bytes[10] = 0;
            bytes[11] = 0;
        }
        return PeerAddress.fromBytes(bytes, 0, bytes.length, port);
    }

    private static byte[] nettyEncodes(AddressPair pair, Random random) {
        boolean v1 = random.nextBoolean();
        boolean v4 = pair.client().isV4();
        List<HAProxyTLV> tlvs = new ArrayList<>();
        for (int i = random.nextInt(4); !v1 && i > 0; i--) {
            byte[] value = new byte[random.nextInt(300)];
            random.nextBytes(value);
            tlvs.add(
                    new HAProxyTLV(
                            (byte) (0xe0 + random.nextInt(16)), Unpooled.wrappedBuffer(value)));
        }
        var message =
                new HAProxyMessage(
                        v1 ? HAProxyProtocolVersion.V1 : HAProxyProtocolVersion.V2,
                        HAProxyCommand.PROXY,
                        v4 ? HAProxyProxiedProtocol.TCP4 : HAProxyProxiedProtocol.TCP6,
                        pair.client().addressText(),
                        pair.destination().addressText(),
                        pair.client().port(),
                        pair.destination().port(),
                        tlvs);
        var channel = new EmbeddedChannel(HAProxyMessageEncoder.INSTANCE);
        try {
            channel.writeOutbound(message);
            ByteBuf encoded = channel.readOutbound();
            try {
                return ByteBufUtil.getBytes(encoded);
            } finally {
                encoded.release();
            }
        } finally {
            channel.finishAndReleaseAll();
        }
    }
}
