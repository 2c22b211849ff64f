package io.faultline.core.config.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.faultline.core.config.AdminConfig;
import io.faultline.core.config.ListenerConfig;
import io.faultline.core.config.ProxyConfig;
import io.faultline.core.config.Yaml;
import io.faultline.core.config.load.LoadedConfig;
import io.faultline.core.config.upstream.UpstreamConfig;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OriginsTest {

    private ProxyConfig config;
    private Origins origins;

    @BeforeEach
    void load() throws ConfigException {
        LoadedConfig loaded =
                Yaml.load(
                        """
                        listeners:
                          - name: web
                            bind: 127.0.0.1:80
                            firewall:
                              otherwise: deny
                              allow:
                                - 10.0.0.0/8
                                - 192.0.2.1
                            tcp:
                              to: shop
                              idleTimeout:
                                30s
                        upstreams:
                          shop:
                            endpoints:
                              - 10.0.0.1:80
                              - address: 10.0.0.2:80
                                weight: 2
                            connect: { timeout: 1s }
                          copy:
                            endpoints: [10.0.0.1:80]
                            connect: { timeout: 1s }
                        """);
        config = loaded.config();
        origins = loaded.origins();
    }

    @Test
    void aWrittenValueKnowsItsLine() {
        ListenerConfig web = config.listeners().getFirst();

        assertThat(origins.of(web, "bind")).isEqualTo("edge.yaml:3");
        assertThat(origins.of(web.protocol().settings(), "to")).isEqualTo("edge.yaml:10");
        assertThat(origins.locate(web, "bind"))
                .extracting(Location::exact)
                .isEqualTo("edge.yaml:3:11");
    }

    @Test
    void theLineOfAValueIsThatOfTheValueNotOfItsKey() {
        Record tcp = config.listeners().getFirst().protocol().settings();

        assertThat(origins.of(tcp, "idleTimeout")).isEqualTo("edge.yaml:12");
    }

    @Test
    void aSectionIsWhereItsKeyIs() {
        ListenerConfig web = config.listeners().getFirst();

        assertThat(origins.of(web, "protocol")).isEqualTo("edge.yaml:9");
        assertThat(origins.of(web.protocol().settings())).isEqualTo("edge.yaml:9");
        assertThat(origins.of(Yaml.upstream(config, "shop"))).isEqualTo("edge.yaml:14");
    }

    @Test
    void everyFirewallRuleKnowsItsOwnLine() {
        var firewall = Objects.requireNonNull(config.listeners().getFirst().firewall());

        assertThat(firewall.allow())
                .extracting(origins::of)
                .containsExactly("edge.yaml:7", "edge.yaml:8");
    }

    @Test
    void everyEndpointKnowsItsOwnLineHoweverItIsWritten() {
        UpstreamConfig shop = Yaml.upstream(config, "shop");

        assertThat(shop.endpoints())
                .extracting(endpoint -> origins.of(endpoint, "address"))
                .containsExactly("edge.yaml:16", "edge.yaml:17");
        assertThat(origins.of(shop.endpoints().get(0), "weight")).isEqualTo("default");
        assertThat(origins.of(shop.endpoints().get(1), "weight")).isEqualTo("edge.yaml:18");
    }

    @Test
    void whatNobodyWroteIsADefault() {
        UpstreamConfig shop = Yaml.upstream(config, "shop");

        assertThat(origins.of(shop, "balance")).isEqualTo("default");
        assertThat(origins.of(shop, "dns")).isEqualTo("default");
        assertThat(origins.of(shop.dns(), "timeout")).isEqualTo("default");
        assertThat(origins.of(shop.connect(), "budget")).isEqualTo("default");
    }

    @Test
    void aDefaultHasNoPlace() throws ConfigException {
        LoadedConfig loaded =
                Yaml.load(
                        """
                        listeners: [{ name: web, bind: ":80", tcp: { to: shop } }]
                        upstreams: { shop: { endpoints: [10.0.0.1:80] } }
                        admin: {}
                        """);
        AdminConfig admin = Objects.requireNonNull(loaded.config().admin());

        assertThat(loaded.origins().of(admin)).isEqualTo("edge.yaml:3");
        assertThat(loaded.origins().locate(admin, "bind")).isNull();
        assertThat(loaded.origins().locate(admin.bind())).isNull();
        assertThat(loaded.origins().locate(loaded.config().limits())).isNull();
    }

    @Test
    void equalSectionsOnDifferentLinesAreToldApart() {
        var shop = Yaml.upstream(config, "shop").connect();
        var copy = Yaml.upstream(config, "copy").connect();

        assertThat(shop).isEqualTo(copy);
        assertThat(origins.of(shop, "timeout")).isEqualTo("edge.yaml:19");
        assertThat(origins.of(copy, "timeout")).isEqualTo("edge.yaml:22");
    }

    @Test
    void aMisspeltComponentIsABugAndNotADefault() {
        assertThatThrownBy(() -> origins.of(config, "worker"))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
