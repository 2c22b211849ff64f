package io.faultline.l4;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.testkit.Eventually;
import io.faultline.testkit.leak.LeakGuard;
import io.faultline.testkit.net.Behaviour;
import io.faultline.testkit.net.RawClient;
import io.faultline.testkit.net.ScriptedOrigin;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Where sessions end up, by what the endpoints themselves say. */
@ExtendWith(LeakGuard.class)
class SpreadIT {

    @Test
    void theSameClientAddressReachesTheSameEndpointFromEveryPortAndWorker() {
        try (var a = named("a");
                var b = named("b");
                var c = named("c");
                var bench = L4Bench.start(config("balance: source-hash", list(a, b, c)))) {
            Map<String, String> first = new HashMap<>();
            for (int round = 0; round < 4; round++) {
                for (int host = 1; host <= 24; host++) {
                    String address = "127.0.3." + host;
                    String reached = reachedFrom(bench, address);
                    assertThat(first.computeIfAbsent(address, unseen -> reached))
                            .as(address)
                            .isEqualTo(reached);
                }
            }
            assertThat(first.values()).contains("a", "b", "c");
        }
    }

    @Test
    void anEndpointThatDiesMovesOnlyItsOwnClients() {
        try (var a = named("a");
                var b = named("b");
                var c = named("c");
                var bench = L4Bench.start(config("balance: source-hash", list(a, b, c)))) {
            Map<String, String> before = new HashMap<>();
            for (int host = 1; host <= 24; host++) {
                before.put("127.0.3." + host, reachedFrom(bench, "127.0.3." + host));
            }
            b.kill();
            before.forEach(
                    (address, endpoint) -> {
                        String now = reachedFrom(bench, address);
                        assertThat(now).as(address).isNotEqualTo("b");
                        if (!endpoint.equals("b")) {
                            assertThat(now).as(address).isEqualTo(endpoint);
                        }
                    });
        }
    }

    @Test
    void leastConnectionsKeepsLongSessionsEven() {
        List<RawClient> clients = new ArrayList<>();
        Map<String, List<RawClient>> reached = new HashMap<>();
        try (var a = named("a");
                var b = named("b");
                var c = named("c");
                var bench = L4Bench.start(config("balance: least-connections", list(a, b, c)))) {
            for (int i = 0; i < 30; i++) {
                RawClient client = bench.connect();
                clients.add(client);
                reached.computeIfAbsent(client.readLine(), name -> new ArrayList<>()).add(client);
            }
            assertThat(List.of(a.open(), b.open(), c.open())).containsOnly(10L);

            // Those at one endpoint leave: the next ones are all its own, until it is level again.
            reached.getOrDefault("a", List.of()).forEach(RawClient::close);
            Eventually.until("20 sessions", () -> bench.server.openSessions() == 20);
            for (int i = 0; i < 10; i++) {
                RawClient client = bench.connect();
                clients.add(client);
                assertThat(client.readLine()).isEqualTo("a");
            }
        } finally {
            clients.forEach(RawClient::close);
        }
    }

    @Test
    void weightsAreKept() {
        try (var light = named("light");
                var heavy = named("heavy");
                var bench =
                        L4Bench.start(
                                """
                                workers: 1
                                listeners:
                                  - { name: in, bind: "127.0.0.1:0", tcp: { to: backend } }
                                upstreams:
                                  backend:
                                    balance: round-robin
                                    endpoints:
                                      - { address: "%s", weight: 1 }
                                      - { address: "%s", weight: 3 }
                                """
                                        .formatted(light.hostPort(), heavy.hostPort()))) {
            for (int i = 0; i < 40; i++) {
                reachedFrom(bench, "127.0.0.1");
            }
            assertThat(light.accepted()).isEqualTo(10);
            assertThat(heavy.accepted()).isEqualTo(30);
        }
    }

    @Test
    void aWeightOfZeroDrains() {
        try (var drained = named("drained");
                var other = named("other");
                var bench =
                        L4Bench.start(
                                config(
                                        "balance: round-robin",
                                        "[{ address: \"%s\", weight: 0 }, \"%s\"]"
                                                .formatted(
                                                        drained.hostPort(), other.hostPort())))) {
            for (int i = 0; i < 8; i++) {
                assertThat(reachedFrom(bench, "127.0.0.1")).isEqualTo("other");
            }
        }
    }

    @Test
    void theBackupServesOnlyWhileThePrimariesAreDown() {
        String health = "health: { interval: 50ms, timeout: 1s, fall: 2, rise: 2 }";
        try (var primary = named("primary");
                var backup = named("backup");
                var bench =
                        L4Bench.start(
                                config(
                                        health,
                                        "[\"%s\", { address: \"%s\", backup: true }]"
                                                .formatted(
                                                        primary.hostPort(), backup.hostPort())))) {
            for (int i = 0; i < 6; i++) {
                assertThat(reachedFrom(bench, "127.0.0.1")).isEqualTo("primary");
            }
            primary.kill();
            awaitSaid(bench, "go to the backups");
            assertThat(reachedFrom(bench, "127.0.0.1")).isEqualTo("backup");
            primary.restart();
            awaitSaid(bench, "go to primary endpoints again");
            assertThat(reachedFrom(bench, "127.0.0.1")).isEqualTo("primary");
        }
    }

    private static void awaitSaid(L4Bench bench, String part) {
        Eventually.until(
                "the sentence: " + part,
                () -> bench.said.stream().anyMatch(line -> line.contains(part)));
    }

    private static String reachedFrom(L4Bench bench, String address) {
        try (RawClient client = bench.connectFrom(address)) {
            return client.readLine();
        }
    }

    private static ScriptedOrigin named(String name) {
        return ScriptedOrigin.start(Behaviour.greetThenEcho(name));
    }

    private static String list(ScriptedOrigin... origins) {
        List<String> addresses = new ArrayList<>();
        for (ScriptedOrigin origin : origins) {
            addresses.add(origin.hostPort());
        }
        return addresses.toString();
    }

    private static String config(String policy, String endpoints) {
        return L4Bench.config("", "", policy + ", endpoints: " + endpoints);
    }
}
