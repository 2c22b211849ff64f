package io.faultline.core.config.diff;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.core.config.Yaml;
import io.faultline.core.config.load.LoadedConfig;
import io.faultline.core.config.source.ConfigException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConfigDiffTest {

    private static LoadedConfig config(int workers, String idle, int pipes, int connections)
            throws ConfigException {
        return Yaml.load(
                """
                workers: %d
                listeners:
                  - { name: web, bind: ":80", tcp: { to: shop, idleTimeout: %s } }
                upstreams:
                  shop: { endpoints: ["10.0.0.1:80"] }
                limits: { maxPipesPerWorker: %d, maxConnections: %d }
                """
                        .formatted(workers, idle, pipes, connections));
    }

    private static List<String> paths(List<Change> changes) {
        return changes.stream().map(Change::path).toList();
    }

    @Test
    void whoAsksForSomeSectionsHearsOfNoOther() throws ConfigException {
        LoadedConfig before = config(1, "60s", 10, 1_000);
        LoadedConfig now = config(2, "90s", 20, 2_000);

        assertThat(paths(ConfigDiff.between(before, now)))
                .containsExactlyInAnyOrder(
                        "workers",
                        "listeners.web.tcp.idleTimeout",
                        "limits.maxPipesPerWorker",
                        "limits.maxConnections");
        assertThat(
                        paths(
                                ConfigDiff.between(
                                        before,
                                        now,
                                        List.of("workers", "limits.maxPipesPerWorker", "admin"))))
                .containsExactlyInAnyOrder("workers", "limits.maxPipesPerWorker");
    }

    @Test
    void aWantedSectionThatComesOrGoesIsSeen() throws ConfigException {
        LoadedConfig without = config(1, "60s", 10, 1_000);
        LoadedConfig with =
                Yaml.load(
                        """
                        workers: 1
                        listeners:
                          - { name: web, bind: ":80", tcp: { to: shop, idleTimeout: 60s } }
                        upstreams:
                          shop: { endpoints: ["10.0.0.1:80"] }
                        limits: { maxPipesPerWorker: 10, maxConnections: 1000 }
                        admin: { bind: "127.0.0.1:9000" }
                        """);

        assertThat(ConfigDiff.between(without, with, List.of("admin")))
                .singleElement()
                .satisfies(change -> assertThat(change.isUnder("admin")).isTrue());
        assertThat(ConfigDiff.between(with, without, List.of("admin"))).hasSize(1);
        assertThat(ConfigDiff.between(with, without, List.of("workers"))).isEmpty();
    }
}
