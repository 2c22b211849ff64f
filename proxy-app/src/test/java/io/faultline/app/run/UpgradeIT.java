package io.faultline.app.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.app.cli.exit.ExitCode;
import io.faultline.testkit.Eventually;
import io.faultline.testkit.net.Behaviour;
import io.faultline.testkit.net.RawClient;
import io.faultline.testkit.net.ScriptedOrigin;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** {@code faultline upgrade} of the distribution: through its launcher, which may be another one by then. */
@EnabledOnOs(OS.LINUX)
class UpgradeIT {

    @TempDir Path folder;

    @Test
    void theLauncherStartsTheSuccessorAndTheCommandSaysWhichItIs() {
        try (var origin = ScriptedOrigin.start(Behaviour.echo());
                var first =
                        Launched.run(
                                folder,
                                """
                                listeners:
                                  - { name: web, bind: "127.0.0.1:0", tcp: { to: origin } }
                                upstreams:
                                  origin: { endpoints: [ORIGIN] }
                                """
                                        .replace("ORIGIN", origin.hostPort()))) {
            int port = Launched.portOf(first, "web");
            first.awaitLine("  admin ");
            try (RawClient session = RawClient.connect(port)) {
                assertThat(session.send("before\n").readLine()).isEqualTo("before");
                String file = folder.resolve("edge.yaml").toString();
                try (var upgrade = Launched.faultline("upgrade", "-c", file)) {
                    assertThat(upgrade.awaitExit()).isEqualTo(ExitCode.OK);
                    long pid =
                            Long.parseLong(
                                    upgrade.awaitLine(" serves; the old one drains")
                                            .replaceAll(".*process (\\d+) serves.*", "$1"));
                    ProcessHandle successor = ProcessHandle.of(pid).orElseThrow();
                    try (RawClient client = RawClient.connect(port)) {
                        assertThat(successor.info().command().orElse("")).contains("java");
                        assertThat(client.send("new\n").readLine()).isEqualTo("new");
                        assertThat(session.send("after\n").readLine()).isEqualTo("after");
                        session.halfClose().expectFin();
                        Eventually.until("the first has ended", () -> !first.isAlive());
                    } finally {
                        successor.destroyForcibly();
                    }
                }
            }
        }
    }

    @Test
    void nobodyToUpgradeIsASentence() {
        try (var upgrade =
                Launched.faultline("upgrade", "-c", folder.resolve("none.yaml").toString())) {
            assertThat(upgrade.awaitExit()).isEqualTo(ExitCode.FAILED);
            assertThat(upgrade.awaitLine("faultline: "))
                    .contains("none.yaml is waiting for a successor", "Is it running");
        }
    }
}
