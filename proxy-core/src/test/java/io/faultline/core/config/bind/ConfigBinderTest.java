package io.faultline.core.config.bind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.faultline.core.config.FirewallConfig;
import io.faultline.core.config.FirewallConfig.Policy;
import io.faultline.core.config.LimitsConfig;
import io.faultline.core.config.ListenerConfig;
import io.faultline.core.config.ProxyConfig;
import io.faultline.core.config.SampleTcp;
import io.faultline.core.config.ShutdownConfig;
import io.faultline.core.config.Yaml;
import io.faultline.core.config.load.LoadedConfig;
import io.faultline.core.config.source.ConfigException;
import io.faultline.core.config.upstream.EndpointConfig;
import io.faultline.core.config.upstream.HealthConfig;
import io.faultline.core.config.upstream.UpstreamConfig;
import io.faultline.core.config.upstream.UpstreamConfig.Balance;
import io.faultline.core.config.value.ByteSize;
import io.faultline.core.config.value.Cidr;
import io.faultline.core.config.value.HostPort;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConfigBinderTest {

    private static final String SMALLEST =
            """
            listeners:
              - { name: web, bind: 127.0.0.1:80, tcp: { to: shop } }
            upstreams:
              shop: { endpoints: [10.0.0.1:80, shop.example:81] }
            """;

    @Test
    void whatTheFileLeavesOutHasItsDefault() throws ConfigException {
        ProxyConfig config = Yaml.load(SMALLEST).config();

        assertThat(config.admin()).isNull();
        assertThat(config.accessLog()).isNull();
        assertThat(config.workers()).isZero();
        assertThat(config.limits()).isEqualTo(new LimitsConfig(0, 64, 64, 4096));
        assertThat(config.shutdown())
                .isEqualTo(new ShutdownConfig(Duration.ZERO, Duration.ofSeconds(30)));
        ListenerConfig web = config.listeners().getFirst();
        assertThat(web.backlog()).isEqualTo(4096);
        assertThat(web.firewall()).isNull();
        UpstreamConfig shop = Yaml.upstream(config, "shop");
        assertThat(shop.balance()).isEqualTo(Balance.ROUND_ROBIN);
        assertThat(shop.health()).isNull();
        assertThat(shop.dns().servers()).isEmpty();
        assertThat(shop.hashBalanceFactor()).isZero();
    }

    @Test
    void sectionsThatNobodyWroteAreOneRecordAndAWrittenOneIsItsOwn() throws ConfigException {
        LoadedConfig loaded =
                Yaml.load(
                        """
                        listeners:
                          - { name: web, bind: 127.0.0.1:80, tcp: { to: one } }
                        upstreams:
                          one: { endpoints: [10.0.0.1:80] }
                          two: { endpoints: [10.0.0.2:80] }
                          three:
                            endpoints: [10.0.0.3:80]
                            connect: { timeout: 5s }
                        """);
        UpstreamConfig one = Yaml.upstream(loaded.config(), "one");
        UpstreamConfig two = Yaml.upstream(loaded.config(), "two");
        UpstreamConfig three = Yaml.upstream(loaded.config(), "three");

        assertThat(one.connect()).isSameAs(two.connect()).isNotSameAs(three.connect());
        assertThat(loaded.origins().of(one.connect(), "timeout")).isEqualTo("default");
        assertThat(loaded.origins().of(three.connect(), "timeout")).isEqualTo("edge.yaml:8");
        assertThat(one.connect().timeout()).isNotEqualTo(three.connect().timeout());
    }

    @Test
    void theProtocolSectionIsBoundToTheRegisteredRecord() throws ConfigException {
        ListenerConfig web = Yaml.load(SMALLEST).config().listeners().getFirst();

        assertThat(web.protocol().key()).isEqualTo("tcp");
        assertThat(web.protocol().settings())
                .isEqualTo(
                        new SampleTcp(
                                "shop",
                                Duration.ofMinutes(5),
                                new ByteSize(65_536),
                                null,
                                null,
                                Map.of()));
    }

    @Test
    void anEndpointMayBeItsAddressAlone() throws ConfigException {
        UpstreamConfig shop = Yaml.upstream(Yaml.load(SMALLEST).config(), "shop");

        assertThat(shop.endpoints())
                .containsExactly(
                        new EndpointConfig(new HostPort("10.0.0.1", 80), 1, false, false),
                        new EndpointConfig(new HostPort("shop.example", 81), 1, false, false));
    }

    @Test
    void scalarsAreTheTextThatStandsThere() throws ConfigException {
        SampleTcp settings =
                settings(
                        """
                        listeners:
                          - name: no
                            bind: 127.0.0.1:80
                            tcp:
                              to: 0123
                              labels: { a: yes, b: 1:30, c: 0x1F, d: 1e3, e: 2026-01-01, f: "null" }
                        upstreams: { 0123: { endpoints: [10.0.0.1:80] } }
                        """);

        assertThat(settings.to()).isEqualTo("0123");
        assertThat(settings.labels())
                .containsExactly(
                        Map.entry("a", "yes"),
                        Map.entry("b", "1:30"),
                        Map.entry("c", "0x1F"),
                        Map.entry("d", "1e3"),
                        Map.entry("e", "2026-01-01"),
                        Map.entry("f", "null"));
    }

    @Test
    void everySortOfValueIsBound() throws ConfigException {
        ProxyConfig config =
                Yaml.load(
                                """
                                listeners:
                                  - name: web
                                    bind: :80
                                    firewall: { otherwise: deny, allow: [10.0.0.0/8] }
                                    tcp: { to: shop, idleTimeout: 1m30s, buffer: 1MiB }
                                upstreams:
                                  shop:
                                    balance: source-hash
                                    hashBalanceFactor: 1.25
                                    endpoints: [{ address: 10.0.0.1:80, weight: 3, backup: true }, 10.0.0.2:80]
                                    health: { port: 81 }
                                """)
                        .config();

        ListenerConfig web = config.listeners().getFirst();
        assertThat(web.bind()).isEqualTo(new HostPort("::", 80));
        assertThat(web.firewall())
                .isEqualTo(
                        new FirewallConfig(
                                List.of(Cidr.parse("10.0.0.0/8")), List.of(), Policy.DENY));
        SampleTcp tcp = (SampleTcp) web.protocol().settings();
        assertThat(tcp.idleTimeout()).isEqualTo(Duration.ofSeconds(90));
        assertThat(tcp.buffer()).isEqualTo(new ByteSize(1 << 20));
        UpstreamConfig shop = Yaml.upstream(config, "shop");
        assertThat(shop.balance()).isEqualTo(Balance.SOURCE_HASH);
        assertThat(shop.hashBalanceFactor()).isEqualTo(1.25);
        assertThat(shop.endpoints().getFirst().weight()).isEqualTo(3);
        assertThat(shop.endpoints().getFirst().backup()).isTrue();
        assertThat(shop.health()).extracting(HealthConfig::port).isEqualTo(81);
    }

    @Test
    void upstreamsKeepTheOrderOfTheFile() throws ConfigException {
        ProxyConfig config =
                Yaml.load(
                                """
                                listeners:
                                  - { name: a, bind: 127.0.0.1:1, tcp: { to: zoo } }
                                upstreams:
                                  zoo: { endpoints: [10.0.0.1:80] }
                                  ant: { endpoints: [10.0.0.1:80] }
                                  mid: { endpoints: [10.0.0.1:80] }
                                """)
                        .config();

        assertThat(config.upstreams().keySet()).containsExactly("zoo", "ant", "mid");
    }

    @Test
    void whatWasBoundCannotBeChanged() throws ConfigException {
        ProxyConfig config = Yaml.load(SMALLEST).config();

        assertThatThrownBy(() -> config.upstreams().clear())
                .isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> config.listeners().clear())
                .isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void aMistakeInOneSectionDoesNotHideThoseInAnother() {
        assertThatThrownBy(
                        () ->
                                Yaml.load(
                                        """
                                        listeners:
                                          - { bind: 127.0.0.1:80, tcp: { to: shpo } }
                                          - { name: db, bind: nowhere, tcp: { to: shop, idleTimeout: 5 } }
                                        upstreams:
                                          shop: { endpoints: [10.0.0.1:80, 10.0.0.1:80] }
                                        """))
                .isInstanceOfSatisfying(
                        ConfigException.class,
                        refused ->
                                assertThat(refused.problems())
                                        .extracting(problem -> problem.location().toString())
                                        .containsExactly(
                                                "edge.yaml:2", // no name
                                                "edge.yaml:2", // no such upstream
                                                "edge.yaml:3", // no port
                                                "edge.yaml:3", // no unit
                                                "edge.yaml:5")); // the same endpoint twice
    }

    private static SampleTcp settings(String text) throws ConfigException {
        List<ListenerConfig> listeners = Yaml.load(text).config().listeners();
        return (SampleTcp) listeners.getFirst().protocol().settings();
    }
}
