package io.faultline.app.restart;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.app.examples.WebOrigin;
import io.faultline.app.handover.Lineage;
import io.faultline.app.handover.UpgradeRequest;
import io.faultline.app.systemd.Activator;
import io.faultline.app.systemd.Activator.Activated;
import io.faultline.core.tls.selfsigned.CertificateSpec;
import io.faultline.core.tls.selfsigned.Issued;
import io.faultline.core.tls.selfsigned.SelfMadeAuthority;
import io.faultline.testkit.Eventually;
import io.faultline.testkit.net.Behaviour;
import io.faultline.testkit.net.ReservedPort;
import io.faultline.testkit.net.ScriptedOrigin;
import io.faultline.testkit.process.HostCommand;
import io.faultline.testkit.tls.JdkTls;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * A life with everything in it: twenty reloads, three of them of broken files, a certificate that is
 * exchanged, and another process in the middle, under clients of every kind. Not one request fails, not
 * one tunnel breaks.
 *
 * <p>Eight seconds long; {@code -Dfaultline.restart.seconds=60} makes it a minute.
 */
@EnabledOnOs(OS.LINUX)
class RestartUnderLoadIT {

    private static final Duration LENGTH =
            Duration.ofSeconds(Integer.getInteger("faultline.restart.seconds", 8));
    private static final int RELOADS = 20;
    private static final int CERTIFICATE_AT = 8;
    private static final int REPLACED_AT = 11;

    @TempDir Path folder;
    private final WebOrigin a = WebOrigin.named("a");
    private final WebOrigin b = WebOrigin.named("b");
    private final ScriptedOrigin echo = ScriptedOrigin.start(Behaviour.echo());
    private SelfMadeAuthority authority;
    private SSLContext trusting;

    @BeforeEach
    void start() throws IOException {
        authority = SelfMadeAuthority.create("restart", Instant.now());
        trusting = JdkTls.trusting(authority.self().certificate());
        exchangeCertificate();
    }

    @AfterEach
    void stop() {
        a.close();
        b.close();
        echo.close();
    }

    /** Every one is another one: routes, timeouts, the pool, an upstream that comes and goes. */
    private String config(int number, int web, int secure, int bytes) {
        String more =
                number % 3 == 0 ? "  extra: { endpoints: [\"%s\"] }%n".formatted(b.hostPort()) : "";
        return """
               listeners:
                 - { name: web, bind: "127.0.0.1:WEB", http: { routes: [ { to: UPSTREAM } ], timeouts: { idle: 6NUMBERs } } }
                 - { name: secure, bind: "127.0.0.1:SECURE", tls: { certificates: [ { cert: c.pem, key: c.key } ] }, http: { routes: [ { to: UPSTREAM } ] } }
                 - { name: bytes, bind: "127.0.0.1:BYTES", tcp: { to: echo } }
               admin: { bind: "127.0.0.1:0" }
               shutdown: { deadline: 5m }
               workers: 2
               upstreams:
                 a: { endpoints: ["A"], pool: { maxIdle: 1NUMBER } }
                 b: { endpoints: ["B", "A"], balance: least-connections }
                 echo: { endpoints: ["ECHO"] }
               """
                        .replace("UPSTREAM", number % 2 == 0 ? "a" : "b")
                        .replace("NUMBER", Integer.toString(number % 10))
                        .replace("WEB", Integer.toString(web))
                        .replace("SECURE", Integer.toString(secure))
                        .replace("BYTES", Integer.toString(bytes))
                        .replace("\"A\"", '"' + a.hostPort() + '"')
                        .replace("\"B\"", '"' + b.hostPort() + '"')
                        .replace("ECHO", echo.hostPort())
                + more;
    }

    private BigInteger exchangeCertificate() throws IOException {
        Issued own =
                authority.issue(CertificateSpec.server(Instant.now(), "localhost", "127.0.0.1"));
        write("c.key", own.keyPem());
        write("c.pem", own.certificatePem());
        return own.certificate().getSerialNumber();
    }

    /** In one step, as tools that renew certificates do. */
    private void write(String name, String text) throws IOException {
        Path other = Files.writeString(folder.resolve(name + ".new"), text);
        Files.move(other, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }

    @Test
    void anUpgradeByHandOver() throws Exception {
        int[] ports = ports();
        try (var lineage = Lineage.start(folder, config(0, ports[0], ports[1], ports[2]))) {
            live(new ByHandOver(lineage), ports);
            Lineage.awaitEnd(lineage.first().pid());
        }
    }

    @Test
    void aSupervisorThatHoldsTheSockets() throws Exception {
        try (var systemd = new Activator()) {
            int[] ports = {systemd.listen(), systemd.listen(), systemd.listen()};
            write("edge.yaml", config(0, ports[0], ports[1], ports[2]));
            try (var supervised = new Supervised(systemd)) {
                live(supervised, ports);
                assertThat(supervised.lives.getFirst().awaitExit()).isZero();
            }
        }
    }

    private static int[] ports() {
        try (var web = ReservedPort.any();
                var secure = ReservedPort.any();
                var bytes = ReservedPort.any()) {
            return new int[] {web.port(), secure.port(), bytes.port()};
        }
    }

    private void live(Running proxy, int[] ports) throws Exception {
        try (var crowd = new Crowd()) {
            crowd.start(ports[0], ports[1], ports[2], trusting);
            long begin = System.nanoTime();
            BigInteger serial = null;
            for (int number = 1; number <= RELOADS; number++) {
                awaitMore(crowd, begin, number);
                if (number == CERTIFICATE_AT) {
                    serial = exchangeCertificate();
                }
                boolean broken = number % 7 == 3;
                reload(
                        proxy,
                        broken ? "listeners: [" : config(number, ports[0], ports[1], ports[2]),
                        broken);
                if (number == CERTIFICATE_AT) {
                    BigInteger wanted = serial;
                    Eventually.until("the new certificate", () -> serial(ports[1]).equals(wanted));
                }
                if (number == REPLACED_AT) {
                    proxy.replace();
                }
                assertThat(crowd.failures()).isEmpty();
            }
            awaitMore(crowd, begin, RELOADS + 1);
            crowd.leave();
            assertThat(crowd.failures()).isEmpty();
            assertThat(serial(ports[1])).isEqualTo(serial);
            assertThat(crowd.served()).allSatisfy((kind, count) -> assertThat(count).isPositive());
            System.out.printf(
                    "%s: %d reloads in %d s, 0 failures, served %s%n",
                    proxy.getClass().getSimpleName(),
                    RELOADS,
                    Duration.ofNanos(System.nanoTime() - begin).toSeconds(),
                    crowd.served());
        }
    }

    /** Everybody has got on since the last change, and it is time for the next one. */
    private static void awaitMore(Crowd crowd, long begin, int number) {
        Map<Crowd.Kind, Long> before = crowd.served();
        long due = begin + LENGTH.toNanos() * number / (RELOADS + 1);
        Eventually.until(
                "every client to get on",
                Duration.ofSeconds(30).plus(LENGTH.dividedBy(RELOADS)),
                () ->
                        !crowd.failures().isEmpty()
                                || System.nanoTime() - due >= 0
                                        && before.entrySet().stream()
                                                .allMatch(
                                                        each ->
                                                                crowd.served().get(each.getKey())
                                                                        > each.getValue()));
        assertThat(crowd.failures()).isEmpty();
    }

    private void reload(Running proxy, String config, boolean broken) throws IOException {
        String sign = broken ? "not reloaded" : "is in force after";
        long before = proxy.lines().stream().filter(each -> each.contains(sign)).count();
        write("edge.yaml", config);
        HostCommand.run("kill", "-HUP", Long.toString(proxy.pid()));
        Eventually.until(
                sign + ", but: " + proxy.lines(),
                () -> proxy.lines().stream().filter(each -> each.contains(sign)).count() > before);
    }

    private BigInteger serial(int port) {
        try (var socket = (SSLSocket) trusting.getSocketFactory().createSocket("127.0.0.1", port)) {
            socket.startHandshake();
            var leaf = (X509Certificate) socket.getSession().getPeerCertificates()[0];
            return leaf.getSerialNumber();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@code faultline upgrade}. */
    private static final class ByHandOver implements Running {

        private final Lineage lineage;
        private int handOvers;

        ByHandOver(Lineage lineage) {
            this.lineage = lineage;
        }

        @Override
        public long pid() {
            return lineage.pidAfter(handOvers);
        }

        @Override
        public List<String> lines() {
            return lineage.first().lines();
        }

        @Override
        public void replace() throws IOException {
            assertThat(UpgradeRequest.send(lineage.place()).refusal()).isNull();
            handOvers++;
        }

        @Override
        public void close() {}
    }

    /** SIGTERM, and the next one is started on the same sockets at once. */
    private final class Supervised implements Running {

        private final Activator systemd;
        private final List<Activated> lives = new ArrayList<>();

        Supervised(Activator systemd) {
            this.systemd = systemd;
            startNext();
        }

        private void startNext() {
            Path log = folder.resolve("life-" + lives.size() + ".log");
            Activated next =
                    systemd.start(
                            log,
                            Lineage.command(folder.resolve("edge.yaml"), folder.resolve("s.sock")),
                            Map.of());
            lives.add(next);
            next.awaitLine("  admin ");
        }

        @Override
        public long pid() {
            return lives.getLast().pid();
        }

        @Override
        public List<String> lines() {
            return lives.stream().flatMap(each -> each.lines().stream()).toList();
        }

        @Override
        public void replace() {
            Activated before = lives.getLast();
            before.terminate();
            before.awaitLine("SIGTERM: draining");
            startNext();
        }

        @Override
        public void close() {}
    }
}
