package io.faultline.l4.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.faultline.core.Side;
import io.faultline.core.Stage;
import io.faultline.core.fault.Fault;
import io.faultline.core.fault.TlsFault;
import io.faultline.core.worker.Worker.Kind;
import io.faultline.l4.L4Bench;
import io.faultline.testkit.leak.LeakGuard;
import io.faultline.testkit.process.HostCommand;
import io.faultline.testkit.tls.JdkHello;
import io.faultline.testkit.tls.SelfSigned;
import io.faultline.testkit.tls.TlsClient;
import io.faultline.testkit.tls.TlsOrigin;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Real TLS clients and servers that never notice who stands between them. */
@ExtendWith(LeakGuard.class)
class SniPassthroughIT {

    private static SelfSigned shopKey;
    private static SelfSigned mailKey;
    private static SelfSigned otherKey;

    @BeforeAll
    static void makeCertificates(@TempDir Path directory) {
        shopKey = SelfSigned.in(directory, "shop.example.com", "eu.north.shop.example.com");
        mailKey = SelfSigned.in(directory, "mail.example.com");
        otherKey = SelfSigned.in(directory, "other.example.com", "mail.example.com");
    }

    @ParameterizedTest
    @EnumSource(names = {"EPOLL", "NIO"})
    void everyNameReachesTheServerThatHasItsCertificate(Kind kind) throws IOException {
        try (var shop = TlsOrigin.start("shop", shopKey);
                var mail = TlsOrigin.start("mail", mailKey, "imap");
                var other = TlsOrigin.start("other", otherKey);
                var bench = L4Bench.start(config("to: other", shop, mail, other), kind)) {
            assertThat(TlsClient.ask(bench.port(), "shop.example.com", shopKey)).isEqualTo("shop");
            assertThat(TlsClient.ask(bench.port(), "eu.north.shop.example.com", shopKey))
                    .isEqualTo("shop");
            assertThat(TlsClient.ask(bench.port(), "mail.example.com", mailKey, "imap"))
                    .isEqualTo("mail");
            assertThat(TlsClient.ask(bench.port(), "mail.example.com", otherKey, "http/1.1"))
                    .as("the name without its protocol")
                    .isEqualTo("other");
            assertThat(TlsClient.ask(bench.port(), "other.example.com", otherKey))
                    .as("a name that is not listed")
                    .isEqualTo("other");
            assertThat(TlsClient.ask(bench.port(), null, otherKey))
                    .as("no name")
                    .isEqualTo("other");
            bench.awaitNoSessions();
            assertThat(bench.server.faults().total()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"EPOLL", "NIO"})
    void withoutADefaultAnUnknownNameIsRefusedWithAnAlertThatSaysSo(Kind kind) {
        try (var shop = TlsOrigin.start("shop", shopKey);
                var bench = L4Bench.start(config("helloTimeout: 5s", shop, shop, shop), kind)) {
            assertThatThrownBy(() -> TlsClient.ask(bench.port(), "no.example.com", shopKey))
                    .isInstanceOf(SSLException.class)
                    .hasMessageContaining("unrecognized_name");

            Fault fault = bench.awaitFault(TlsFault.UNKNOWN_NAME).fault();
            assertThat(fault.side()).isEqualTo(Side.CLIENT);
            assertThat(fault.stage()).isEqualTo(Stage.TLS);
            assertThat(fault.evidence().toString())
                    .contains("name=no.example.com", "tcp.sni (test.yaml:5)");
            bench.awaitNoSessions();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"EPOLL", "NIO"})
    void theAlertIsFollowedByAnOrderlyEnd(Kind kind) {
        try (var shop = TlsOrigin.start("shop", shopKey);
                var bench = L4Bench.start(config("helloTimeout: 5s", shop, shop, shop), kind);
                var client = bench.connect()) {
            client.send(JdkHello.of(null, List.of("h2"), "TLSv1.3"));

            assertThat(client.readToFin()).containsExactly(21, 3, 3, 0, 2, 2, 112);
            assertThat(bench.evidenceOf(TlsFault.UNKNOWN_NAME)).contains("name=none alpn=h2");
        }
    }

    @Test
    void opensslFindsTheCertificateOfTheNameItAsksFor() {
        assumeTrue(HostCommand.attempt("openssl", "version").succeeded(), "openssl is here");
        try (var shop = TlsOrigin.start("shop", shopKey);
                var other = TlsOrigin.start("other", otherKey);
                var bench = L4Bench.start(config("to: other", shop, other, other))) {
            assertThat(opensslSees(bench, "-servername", "a.shop.example.com"))
                    .contains("CN = shop.example.com");
            assertThat(opensslSees(bench, "-noservername")).contains("CN = other.example.com");
            assertThat(opensslSees(bench, "-tls1_2", "-servername", "shop.example.com"))
                    .contains("CN = shop.example.com");
        }
    }

    @Test
    void curlIsServedByTheServerOfItsName() {
        assumeTrue(HostCommand.attempt("curl", "--version").succeeded(), "curl is here");
        try (var shop = TlsOrigin.start("shop", shopKey);
                var other = TlsOrigin.start("other", otherKey);
                var bench = L4Bench.start(config("to: other", shop, other, other))) {
            String port = Integer.toString(bench.port());
            String body =
                    HostCommand.run(
                            "curl",
                            "--silent",
                            "--show-error",
                            "--insecure",
                            "--noproxy",
                            "*",
                            "--resolve",
                            "shop.example.com:" + port + ":127.0.0.1",
                            "https://shop.example.com:" + port + "/");
            assertThat(body).isEqualTo("shop");
        }
    }

    private static String opensslSees(L4Bench bench, String... options) {
        var command =
                new java.util.ArrayList<>(
                        List.of("openssl", "s_client", "-connect", "127.0.0.1:" + bench.port()));
        command.addAll(List.of(options));
        return HostCommand.attempt(command.toArray(String[]::new)).output();
    }

    private static String config(String tcp, TlsOrigin shop, TlsOrigin mail, TlsOrigin other) {
        return """
        workers: 2
        listeners:
          - name: in
            bind: "127.0.0.1:0"
            tcp: { %s, sni: [
              { names: [shop.example.com, "*.shop.example.com"], to: shop },
              { names: [mail.example.com], alpn: [imap], to: mail } ] }
        upstreams:
          shop: { endpoints: ["%s"] }
          mail: { endpoints: ["%s"] }
          other: { endpoints: ["%s"] }
        """
                .formatted(tcp, shop.hostPort(), mail.hostPort(), other.hostPort());
    }
}
