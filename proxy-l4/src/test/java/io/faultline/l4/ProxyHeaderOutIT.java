package io.faultline.l4;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.core.worker.Worker.Kind;
import io.faultline.testkit.leak.LeakGuard;
import io.faultline.testkit.net.Behaviour;
import io.faultline.testkit.net.ClientSettings;
import io.faultline.testkit.net.OriginSettings;
import io.faultline.testkit.net.RawClient;
import io.faultline.testkit.net.ScriptedOrigin;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HexFormat;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What an endpoint is told about the client, raw, in both versions and both families. */
@ExtendWith(LeakGuard.class)
class ProxyHeaderOutIT {

    @ParameterizedTest
    @EnumSource(names = {"EPOLL", "NIO"})
    void versionOneOverIpv4(Kind kind) {
        try (var origin = origin("127.0.0.1");
                var bench = L4Bench.start(config("127.0.0.1", "v1", origin), kind);
                var client = bench.connectFrom("127.0.0.9")) {
            client.send("x");
            assertThat(client.readText(1)).isEqualTo("x");
            assertThat(headerAt(origin))
                    .asString(ISO_8859_1)
                    .isEqualTo(line("TCP4 127.0.0.9 127.0.0.1", client, bench));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"EPOLL", "NIO"})
    void versionTwoOverIpv4(Kind kind) {
        try (var origin = origin("127.0.0.1");
                var bench = L4Bench.start(config("127.0.0.1", "v2", origin), kind);
                var client = bench.connectFrom("127.0.0.9")) {
            client.send("x");
            assertThat(client.readText(1)).isEqualTo("x");
            assertThat(headerAt(origin))
                    .isEqualTo(
                            Announcement.v2(
                                    "127.0.0.9", client.local().getPort(),
                                    "127.0.0.1", bench.port()));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"EPOLL", "NIO"})
    void versionOneOverIpv6TowardsAnEndpointOnIpv6(Kind kind) {
        try (var origin = origin("::1");
                var bench = L4Bench.start(config("[::1]", "v1", origin), kind);
                var client = connect("::1", bench)) {
            client.send("x");
            assertThat(client.readText(1)).isEqualTo("x");
            assertThat(headerAt(origin))
                    .asString(ISO_8859_1)
                    .isEqualTo(line("TCP6 ::1 ::1", client, bench));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"EPOLL", "NIO"})
    void versionTwoOverIpv6TowardsAnEndpointOnIpv4(Kind kind) {
        try (var origin = origin("127.0.0.1");
                var bench = L4Bench.start(config("[::1]", "v2", origin), kind);
                var client = connect("::1", bench)) {
            client.send("x");
            assertThat(client.readText(1)).isEqualTo("x");
            var expected = new ByteArrayOutputStream();
            expected.writeBytes(HexFormat.of().parseHex("0d0a0d0a000d0a515549540a21210024"));
            expected.writeBytes(InetAddress.ofLiteral("::1").getAddress());
            expected.writeBytes(InetAddress.ofLiteral("::1").getAddress());
            for (int port : new int[] {client.local().getPort(), bench.port()}) {
                expected.write(port >> 8);
                expected.write(port);
            }
            assertThat(headerAt(origin)).isEqualTo(expected.toByteArray());
        }
    }

    /** On [::] the kernel names IPv4 clients ::ffff:a.b.c.d; nobody behind us should have to know. */
    @ParameterizedTest
    @EnumSource(names = {"EPOLL", "NIO"})
    void aClientOfEitherFamilyOnADualStackListenerIsNamedInItsOwn(Kind kind) {
        try (var origin = origin("127.0.0.1");
                var bench = L4Bench.start(config("[::]", "v1", origin), kind);
                var v4 = bench.connectFrom("127.0.0.9");
                var v6 = connect("::1", bench)) {
            v4.send("4");
            assertThat(v4.readText(1)).isEqualTo("4");
            v6.send("6");
            assertThat(v6.readText(1)).isEqualTo("6");
            assertThat(origin.connections())
                    .extracting(each -> new String(each.preamble(), ISO_8859_1))
                    .containsExactlyInAnyOrder(
                            line("TCP4 127.0.0.9 127.0.0.1", v4, bench),
                            line("TCP6 ::1 ::1", v6, bench));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"EPOLL", "NIO"})
    void theHeaderComesEvenWhereTheEndpointSpeaksFirst(Kind kind) {
        var settings = OriginSettings.defaults().expectingProxyHeader();
        try (var origin = ScriptedOrigin.start(settings, Behaviour.greetThenEcho("welcome"));
                var bench = L4Bench.start(config("127.0.0.1", "v2", origin), kind);
                var client = bench.connect()) {
            assertThat(client.readLine()).isEqualTo("welcome");
        }
    }

    private static String line(String addresses, RawClient client, L4Bench bench) {
        return "PROXY %s %d %d\r\n".formatted(addresses, client.local().getPort(), bench.port());
    }

    private static RawClient connect(String host, L4Bench bench) {
        return ClientSettings.to(new InetSocketAddress(InetAddress.ofLiteral(host), bench.port()))
                .connect();
    }

    private static byte[] headerAt(ScriptedOrigin origin) {
        return origin.awaitConnection(1).preamble();
    }

    private static ScriptedOrigin origin(String host) {
        return ScriptedOrigin.start(
                OriginSettings.defaults().on(host).expectingProxyHeader(), Behaviour.echo());
    }

    private static String config(String bind, String version, ScriptedOrigin origin) {
        return """
        workers: 2
        listeners:
          - { name: in, bind: "%s:0", tcp: { to: backend } }
        upstreams:
          backend: { sendProxyProtocol: %s, endpoints: ["%s"] }
        """
                .formatted(bind, version, origin.hostPort());
    }
}
