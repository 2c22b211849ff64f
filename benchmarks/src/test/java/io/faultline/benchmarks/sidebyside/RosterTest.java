package io.faultline.benchmarks.sidebyside;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RosterTest {

    private final List<String> said = new ArrayList<>();

    @Test
    void haproxyMeansAllItsModes() {
        assertThat(Haproxy.modes())
                .extracting(Contender::name)
                .containsExactly("haproxy-default", "haproxy-splice-auto", "haproxy-splice-forced");
        var roster = Roster.of(Options.parse("--candidates", "haproxy"), said::add);
        // Where HAProxy is missing all three are left out, each with the command that installs it.
        assertThat(roster.size() + said.size()).isEqualTo(3);
        assertThat(said).allMatch(line -> line.contains("install") || line.contains("apk add"));
    }

    @Test
    void anUnknownCandidateIsSaidWithTheKnownOnes() {
        assertThatThrownBy(() -> Roster.of(Options.parse("--candidates", "apache"), said::add))
                .hasMessageStartingWith(
                        "no candidate 'apache': direct, faultline, haproxy-default");
    }

    @Test
    void faultlineRunsWithHealthChecksAndWithoutAnAccessLog(@TempDir Path folder) throws Exception {
        var faultline = new Faultline("java -jar faultline.jar");

        var command = faultline.command(folder, new Contender.Setup(4000, 5000, 2));

        var file = folder.resolve("faultline.yaml");
        assertThat(command)
                .containsExactly("java", "-jar", "faultline.jar", "run", "-c", file.toString());
        assertThat(Files.readString(file))
                .contains("workers: 2", "bind: 127.0.0.1:4000", "127.0.0.1:5000", "health:")
                .doesNotContain("accessLog", "access-log");
    }
}
