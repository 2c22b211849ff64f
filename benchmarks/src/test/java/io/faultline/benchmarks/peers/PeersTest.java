package io.faultline.benchmarks.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.faultline.benchmarks.proc.Tools;
import io.faultline.core.config.load.ConfigLoader;
import io.faultline.l4.TcpConfig;
import io.faultline.l7.config.HttpConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PeersTest {

    @TempDir private Path folder;

    @Test
    void aNameMeansAllItsKinds() {
        assertThat(Roster.asked(List.of("haproxy"), null))
                .extracting(Contender::name)
                .containsExactly("haproxy", "haproxy-splice-auto", "haproxy-splice-forced");
        assertThat(Roster.asked(List.of(), null)).hasSizeGreaterThan(6);
    }

    @Test
    void anUnknownNameIsSaidWithTheKnownOnes() {
        assertThatThrownBy(() -> Roster.asked(List.of("apache"), null))
                .hasMessageStartingWith("no contender 'apache': direct, faultline, haproxy");
    }

    @Test
    void whoIsMissingSaysHowToGetIt() {
        for (var contender : Roster.all("/opt/faultline/bin/faultline")) {
            var missing = contender.missing();
            assertThat(missing == null || missing.contains("install") || missing.contains("mvn"))
                    .as(contender.name() + ": " + missing)
                    .isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource
    void faultlineUnderstandsWhatItIsTold(Service service) throws Exception {
        var shape =
                Shape.PLAIN
                        .withRoutes(3)
                        .withEndpoints(300, "source-hash")
                        .withAccessLog()
                        .withDiagnostics()
                        .withAdmin(9901);
        for (var each : List.of(Shape.PLAIN, shape, Shape.PLAIN.withProxyProtocol())) {
            var launch = new Faultline(List.of("bin/faultline"), each).launch(setup(service));

            assertThat(launch.command()).startsWith("bin/faultline", "run", "-c");
            var loaded =
                    ConfigLoader.parse(
                            "bench.yaml",
                            launch.config(),
                            Map.of("tcp", TcpConfig.class, "http", HttpConfig.class),
                            name -> null);
            assertThat(loaded.config().listeners()).hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void everybodyIsToldThePortAndTheBackend(Service service) throws IOException {
        for (var contender : Roster.all("bin/faultline")) {
            if (contender.serves(service) && contender.missing() == null) {
                var launch = contender.launch(setup(service));
                var told = launch.config() + launch.command();
                assertThat(told).as(contender.name()).contains("4321").contains("8765");
            }
        }
    }

    @Test
    void theNewestPackageIsUnpackedAndStartedAsItsUsersDo() throws Exception {
        assertThat(Packaged.newestIn(folder.resolve("nothing"))).isEmpty();
        var inside = Files.createDirectories(folder.resolve("faultline-2/bin"));
        var launcher = Files.writeString(inside.resolve("faultline"), "#!/bin/sh\necho here");
        assertThat(launcher.toFile().setExecutable(true)).isTrue();
        Tools.output(
                "tar", "-czf", folder + "/faultline-2.tar.gz", "-C", folder + "", "faultline-2");
        var old = Files.writeString(folder.resolve("faultline-1.tar.gz"), "old");
        Files.setLastModifiedTime(old, FileTime.fromMillis(1));

        var newest = Packaged.newestIn(folder).orElseThrow();
        var unpacked = Packaged.unpacked(newest, folder);

        assertThat(newest).hasFileName("faultline-2.tar.gz");
        assertThat(unpacked.start())
                .containsExactly(folder.resolve("packaged/faultline-2/bin/faultline").toString());
        assertThat(unpacked.version()).isEqualTo("here");
        assertThatThrownBy(() -> Packaged.unpacked(old, folder.resolve("other")))
                .hasMessageContaining("holds no bin/faultline");
    }

    private Setup setup(Service service) throws IOException {
        return new Setup(
                service,
                4321,
                8765,
                2,
                Files.createDirectories(folder.resolve("" + service)),
                Certificate.in(folder));
    }
}
