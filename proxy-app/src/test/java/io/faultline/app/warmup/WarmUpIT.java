package io.faultline.app.warmup;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.app.serve.Protocols;
import io.faultline.app.serve.ServedProxy;
import io.faultline.core.config.load.LoadedConfig;
import io.faultline.core.runtime.listening.ListenerGroup;
import io.faultline.core.tls.selfsigned.CertificateSpec;
import io.faultline.core.tls.selfsigned.SelfMadeAuthority;
import io.faultline.testkit.leak.LeakGuard;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What the private proxy is made to do, and that nothing of it stays. */
@ExtendWith(LeakGuard.class)
class WarmUpIT {

    private static final Duration MOMENT = Duration.ofMillis(700);

    private final List<String> said = new ArrayList<>();

    private final List<ServedProxy> rehearsed = new ArrayList<>();

    @TempDir Path folder;

    @Test
    void everyKindOfListenerOfTheConfigurationIsPlayed() throws Exception {
        var done = playUntilAllHaveActed(all());

        assertThat(said).isEmpty();
        assertThat(done.tcp()).as("tcp").isPositive();
        assertThat(done.http1()).as("http1").isPositive();
        assertThat(done.http2()).as("http2").isPositive();
        assertThat(done.tls()).as("tls").isPositive();
        assertThat(rehearsed).allSatisfy(proxy -> assertThat(proxy.adminAddress()).isPresent());
    }

    /** A machine that is busy needs longer; none that works needs this long. */
    private WarmUp.Done playUntilAllHaveActed(LoadedConfig loaded) {
        WarmUp.Done done = WarmUp.Done.NOTHING;
        for (int seconds = 1; seconds <= 16; seconds *= 2) {
            done = play(loaded, Duration.ofSeconds(seconds));
            if (done.tcp() > 0 && done.http1() > 0 && done.http2() > 0 && done.tls() > 0) {
                break;
            }
        }
        return done;
    }

    @Test
    void kindsThatTheConfigurationDoesNotHaveAreLeftOut() throws Exception {
        var loaded =
                Protocols.parse(
                        "edge.yaml",
                        """
                        listeners: [{ name: db, bind: 127.0.0.1:1, tcp: { to: db } }]
                        upstreams: { db: { endpoints: [127.0.0.1:2] } }
                        """);

        var done = play(loaded, MOMENT);

        assertThat(said).isEmpty();
        assertThat(done).isEqualTo(new WarmUp.Done(done.tcp(), 0, 0, 0));
    }

    /** Twice: what ends a proxy is new to the code as well, and must not come right before the real one. */
    @Test
    void whatAStartDoesBesidesIsDoneToTwoPrivateProxiesThatHaveEndedAfterwards() throws Exception {
        play(Protocols.parse("edge.yaml", smallest()), MOMENT);

        assertThat(said).isEmpty();
        assertThat(rehearsed).hasSize(2).doesNotHaveDuplicates();
        for (ServedProxy proxy : rehearsed) {
            assertThat(proxy.server().openSessions()).isZero();
            assertThat(proxy.server().listeners())
                    .allSatisfy(listener -> assertThat(nobodyListens(listener)).isTrue());
        }
    }

    @Test
    void zeroLeavesItOut() throws Exception {
        var loaded = Protocols.parse("edge.yaml", "warmUp: 0s\n" + smallest());

        assertThat(WarmUp.before(loaded, said::add, rehearsed::add)).isEqualTo(WarmUp.Done.NOTHING);
    }

    @Test
    void whoeverHasHeardEnoughEndsIt() throws Exception {
        var loaded = Protocols.parse("edge.yaml", "warmUp: 10s\n" + smallest());

        // Asked at each turn: an hour would be over as fast.
        var done =
                WarmUp.run(
                        Repertoire.of(loaded),
                        Duration.ofHours(1),
                        said::add,
                        rehearsed::add,
                        () -> true);

        assertThat(done).isEqualTo(WarmUp.Done.NOTHING);
    }

    @Test
    void whatKeepsItFromHappeningIsSaidAndIsNoReasonNotToServe() throws Exception {
        var loaded = all();
        Files.delete(folder.resolve("server.key"));

        assertThat(play(loaded, MOMENT)).isEqualTo(WarmUp.Done.NOTHING);
        assertThat(said)
                .singleElement()
                .asString()
                .startsWith("the warm-up did not work, so the first seconds will be slower: ")
                .contains("server.key")
                .endsWith("warmUp: 0s leaves it out");
    }

    private WarmUp.Done play(LoadedConfig loaded, Duration time) {
        return WarmUp.run(Repertoire.of(loaded), time, said::add, rehearsed::add, () -> false);
    }

    private LoadedConfig all() throws Exception {
        Instant now = Instant.now();
        var issued =
                SelfMadeAuthority.create("warm-up", now)
                        .issue(CertificateSpec.server(now, "localhost"));
        Files.writeString(folder.resolve("server.pem"), issued.certificatePem());
        Files.writeString(folder.resolve("server.key"), issued.keyPem());
        return Protocols.parse(
                folder.resolve("edge.yaml").toString(),
                """
                listeners:
                  - { name: db, bind: 127.0.0.1:1, tcp: { to: o } }
                  - name: web
                    bind: 127.0.0.1:2
                    tls: { certificates: [{ cert: server.pem, key: server.key }] }
                    http: { routes: [{ to: o }] }
                upstreams: { o: { endpoints: [127.0.0.1:3] } }
                admin: { bind: 127.0.0.1:4 }
                accessLog: { file: /no/such/folder/a.log, format: text, template: '{listener} "{duration}"' }
                """);
    }

    private static boolean nobodyListens(ListenerGroup listener) {
        try (var client = new Socket()) {
            client.connect(listener.boundAddress().toInetSocketAddress(), 1_000);
            return false;
        } catch (IOException refused) {
            return true;
        }
    }

    private static String smallest() {
        return """
               listeners: [{ name: a, bind: 127.0.0.1:1, tcp: { to: o } }]
               upstreams: { o: { endpoints: [127.0.0.1:3] } }
               """;
    }
}
