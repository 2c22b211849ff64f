package io.faultline.core.config.print;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.core.config.Yaml;
import io.faultline.core.config.load.LoadedConfig;
import io.faultline.core.config.source.ConfigException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EffectiveConfigTest {

    @Test
    void everyValueStandsThereWithTheLineItComesFrom() throws ConfigException {
        LoadedConfig loaded =
                Yaml.load(
                        """
                        listeners:
                          - name: web
                            bind: :80
                            firewall: { otherwise: deny, allow: [10.0.0.0/8] }
                            tcp:
                              to: shop
                              idleTimeout: 90s
                        upstreams:
                          shop:
                            endpoints:
                              - 10.0.0.1:80
                        """);

        assertThat(EffectiveConfig.render(loaded.config(), loaded.origins()))
                .startsWith(
                        """
                        listeners:  # edge.yaml:1
                          - name: web  # edge.yaml:2
                            bind: "[::]:80"  # edge.yaml:3
                            backlog: 4096  # default
                            firewall:  # edge.yaml:4
                              allow:  # edge.yaml:4
                                - 10.0.0.0/8  # edge.yaml:4
                              otherwise: deny  # edge.yaml:4
                            maxConnections: 0  # default
                            maxConnectionsPerClient: 0  # default
                            tcp:  # edge.yaml:5
                              to: shop  # edge.yaml:6
                              idleTimeout: 1m30s  # edge.yaml:7
                              buffer: 64KiB  # default
                        upstreams:  # edge.yaml:8
                          shop:  # edge.yaml:9
                            balance: round-robin  # default
                            endpoints:  # edge.yaml:10
                              - address: 10.0.0.1:80  # edge.yaml:11
                                weight: 1  # default
                                backup: false  # default
                                drain: false  # default
                            dns:  # default
                        """)
                .endsWith(
                        """
                        limits:  # default
                          maxConnections: 0  # default
                          reservedDescriptors: 64  # default
                          maxPipesPerWorker: 64  # default
                          maxHandshakes: 4096  # default
                        shutdown:  # default
                          grace: 0s  # default
                          deadline: 30s  # default
                        watch: false  # default
                        warmUp: 5s  # default
                        workers: 0  # default
                        """);
    }

    @Test
    void secretsAreHiddenAlsoWhenTheyCameFromTheEnvironment() throws ConfigException {
        LoadedConfig loaded =
                Yaml.load(
                        """
                        listeners:
                          - name: web
                            bind: 127.0.0.1:80
                            tcp: { to: shop, token: "${TOKEN}", pin: 4321 }
                        upstreams: { shop: { endpoints: [10.0.0.1:80] } }
                        """,
                        Map.of("TOKEN", "hunter2"));

        assertThat(EffectiveConfig.render(loaded.config(), loaded.origins()))
                .contains("token: \"***\"  # edge.yaml:4")
                .contains("pin: \"***\"  # edge.yaml:4")
                .doesNotContain("hunter2")
                .doesNotContain("4321");
    }

    private static final String UNUSUAL =
            """
            listeners:
              - name: web
                bind: "[fe80::1%eth0]:80"
                proxyProtocol: { from: ["2001:db8::/32", 10.0.0.1] }
                tcp:
                  to: shop
                  idleTimeout: 1h1ms
                  labels:
                    plain: a
                    "a key": " spaces "
                    quote: "\\"'\\\\"
                    colon: "a: b"
                    hash: "a #b"
                    dollar: $${HOME}
                    lines: "a\\nb\\tc\\0"
                    words: "null"
                    tilde: "~"
                    dash: "- a"
                    emoji: "\\U0001F600 é"
                    star: "*"
                    time: 12:30:45
                    end: "a:"
            upstreams:
              shop:
                balance: source-hash
                hashBalanceFactor: 1.25
                endpoints: ["[::1]:80", shop.example.:81]
                connect: { source: "::1" }
                dns: { servers: [10.0.0.53], minTtl: 100ms }
                health: { port: 81, initially: down }
            admin: {}
            accessLog: { format: text, template: "{client} \\"{upstream}\\"" }
            """;

    @Test
    void whatItPrintsIsAFileThatMeansTheSame() throws ConfigException {
        LoadedConfig loaded = Yaml.load(UNUSUAL);

        String printed = EffectiveConfig.render(loaded.config(), loaded.origins());

        assertThat(Yaml.load(printed).config()).isEqualTo(loaded.config());
    }
}
