package io.faultline.core.config.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.core.config.Yaml;
import io.faultline.core.config.load.LoadedConfig;
import io.faultline.core.config.source.ConfigException;
import io.faultline.core.config.source.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What must pass without a word; what must not is in the golden files. */
class ConfigChecksTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1:80 127.0.0.2:80",
                "127.0.0.1:80 127.0.0.1:81",
                "0.0.0.0:80 [::1]:80",
                "[2001:db8::1]:80 10.0.0.1:80",
                "[fe80::1%eth0]:80 [fe80::1%eth1]:80",
                ":80 :81 127.0.0.1:82",
                "127.0.0.1:0 127.0.0.1:0",
                "0.0.0.0:0 :0"
            })
    void addressesThatDoNotOverlapLiveSideBySide(String binds) throws ConfigException {
        StringBuilder listeners = new StringBuilder();
        for (String bind : binds.split(" ")) {
            listeners.append(
                    "  - { name: l%d, bind: \"%s\", tcp: { to: shop } }\n"
                            .formatted(listeners.length(), bind));
        }

        accepts("listeners:\n" + listeners + "upstreams: { shop: { endpoints: [10.0.0.1:80] } }\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "endpoints: [10.0.0.1:80, 10.0.0.1:81, 10.0.0.2:80, shop.example:80]",
                "endpoints: [10.0.0.1:80, { address: 10.0.0.2:80, backup: true }]",
                "endpoints: [10.0.0.1:80, { address: 10.0.0.2:80, weight: 0 }]",
                "balance: source-hash\n    hashBalanceFactor: 1.01\n    endpoints: [10.0.0.1:80]",
                "hashBalanceFactor: 0\n    endpoints: [10.0.0.1:80]",
                "health: { interval: 1s, timeout: 999ms }\n    endpoints: [10.0.0.1:80]",
                "connect: { timeout: 2s, budget: 2s }\n    endpoints: [10.0.0.1:80]",
                "connect: { source: 10.0.0.9 }\n    endpoints: [10.0.0.1:80, shop.example:80]",
                "dns: { minTtl: 5s, maxTtl: 5s }\n    endpoints: [shop.example:80]",
                "ejection: { baseTime: 5m, maxTime: 5m }\n    endpoints: [10.0.0.1:80]"
            })
    void sensibleUpstreamsPass(String upstream) throws ConfigException {
        accepts(
                """
                listeners: [{ name: web, bind: ":80", tcp: { to: shop } }]
                upstreams:
                  shop:
                    %s
                """
                        .formatted(upstream));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "firewall: { deny: [10.0.0.0/8] }",
                "firewall: { allow: [10.1.0.0/16], deny: [10.0.0.0/8] }",
                "firewall: { otherwise: deny, allow: [10.0.0.0/8] }",
                "maxConnections: 10",
                "maxConnectionsPerClient: 10",
                "proxyProtocol: { from: [10.0.0.10] }"
            })
    void sensibleListenersPass(String listener) throws ConfigException {
        accepts(
                """
                listeners:
                  - name: web-1.eu_west
                    bind: :80
                    %s
                    tcp: { to: shop }
                upstreams: { shop: { endpoints: [10.0.0.1:80] } }
                admin: {}
                """
                        .formatted(listener));
    }

    @Test
    void aWarningDoesNotKeepAFileFromBeingUsed() throws ConfigException {
        LoadedConfig loaded =
                Yaml.load(
                        """
                        listeners: [{ name: web, bind: ":80", tcp: { to: shop } }]
                        upstreams:
                          shop: { endpoints: [10.0.0.1:80] }
                          old: { endpoints: [10.0.0.1:80] }
                        """);

        assertThat(loaded.warnings())
                .singleElement()
                .extracting(Problem::render)
                .isEqualTo(
                        """
                        edge.yaml:4:3  warning: no listener sends anything to upstream 'old'. Remove it, or point a listener at it.
                              old: { endpoints: [10.0.0.1:80] }
                              ^^^""");
    }

    private static void accepts(String text) throws ConfigException {
        assertThat(Yaml.load(text).warnings()).isEmpty();
    }
}
