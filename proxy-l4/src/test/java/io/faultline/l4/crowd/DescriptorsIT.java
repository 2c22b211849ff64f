package io.faultline.l4.crowd;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.core.worker.Worker.Kind;
import io.faultline.testkit.Eventually;
import io.faultline.testkit.leak.LeakGuard;
import io.faultline.testkit.net.Behaviour;
import io.faultline.testkit.net.ClientSettings;
import io.faultline.testkit.net.RawClient;
import io.faultline.testkit.net.ScriptedOrigin;
import io.faultline.testkit.process.ChildProcess;
import io.faultline.testkit.process.JavaLaunch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A process that may open few files: the cap speaks first, and where it cannot, nothing stays broken. */
@ExtendWith(LeakGuard.class)
class DescriptorsIT {

    private static final int OPEN_FILES = 300;
    private static final int LEFT_FREE = 24;

    @ParameterizedTest
    @EnumSource(names = {"EPOLL", "NIO"})
    void theDerivedCapRefusesBeforeTheDescriptorsAreGone(Kind kind) {
        List<RawClient> served = new ArrayList<>();
        try (var origin = ScriptedOrigin.start(Behaviour.greetThenEcho("hello"));
                var proxy = launch(kind, origin)) {
            fill(portOf(proxy), served);
            assertThat(served).isNotEmpty();
            assertThat(proxy.awaitLine("limited=true"))
                    .contains("(300 descriptors - ", " reserved) / 2");
            assertThat(proxy.lines()).noneMatch(line -> line.contains("exhausted=true"));
        } finally {
            served.forEach(RawClient::close);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"EPOLL", "NIO"})
    void withoutDescriptorsOpenSessionsGoOnAndItRecoversWhenTheyClose(Kind kind) {
        List<RawClient> served = new ArrayList<>();
        try (var origin = ScriptedOrigin.start(Behaviour.greetThenEcho("hello"));
                var proxy = launch(kind, origin, Integer.toString(LEFT_FREE))) {
            int port = portOf(proxy);
            fill(port, served);
            assertThat(served).isNotEmpty();
            assertThat(proxy.awaitLine("exhausted=true"))
                    .containsPattern("proof=.* open_files=(29[0-9]|300) limit=300");
            for (RawClient client : served) {
                assertThat(client.send("ping").readText(4)).isEqualTo("ping");
            }
            served.forEach(RawClient::close);
            Eventually.until("a client to be served again", () -> isServed(port));
            proxy.awaitLine("sessions=0 exhausted=true limited=false side=[PROXY] ejected=false");
            assertThat(proxy.lines()).noneMatch(line -> line.contains("ejected=true"));
        } finally {
            served.forEach(RawClient::close);
        }
    }

    /** One client after the other, until one is not served. */
    private static void fill(int port, List<RawClient> served) {
        while (true) {
            RawClient client = impatient(port);
            try {
                client.readLine();
            } catch (AssertionError noRoom) {
                client.close();
                return;
            }
            served.add(client);
        }
    }

    private static boolean isServed(int port) {
        try (RawClient client = impatient(port)) {
            return client.readLine().equals("hello");
        } catch (AssertionError notYet) {
            return false;
        }
    }

    private static RawClient impatient(int port) {
        return ClientSettings.to(port).withPatience(Duration.ofSeconds(2)).connect();
    }

    private static ChildProcess launch(Kind kind, ScriptedOrigin origin, String... more) {
        List<String> arguments = new ArrayList<>(List.of(kind.name(), origin.hostPort()));
        arguments.addAll(List.of(more));
        return JavaLaunch.of(StarvedProxy.class)
                .jvmArgs("--enable-native-access=ALL-UNNAMED", "-ea")
                .openFiles(OPEN_FILES)
                .args(arguments.toArray(String[]::new))
                .start();
    }

    private static int portOf(ChildProcess proxy) {
        String line = proxy.awaitLine("port=");
        return Integer.parseInt(line.substring(line.indexOf("port=") + 5));
    }
}
