package io.faultline.l4;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.core.Side;
import io.faultline.core.fault.Fault;
import io.faultline.core.fault.NetworkFault;
import io.faultline.core.fault.SessionFault;
import io.faultline.testkit.Eventually;
import io.faultline.testkit.net.Behaviour;
import io.faultline.testkit.net.ClientSettings;
import io.faultline.testkit.net.RawClient;
import io.faultline.testkit.net.ScriptedOrigin;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Who comes in and who does not, with clients that are told apart by their address in 127/8. */
@EnabledOnOs(OS.LINUX)
class GatesIT {

    private final ScriptedOrigin origin = ScriptedOrigin.start(Behaviour.greetThenEcho("hello"));
    private final List<RawClient> open = new ArrayList<>();

    @AfterEach
    void closeAll() {
        open.forEach(RawClient::close);
        origin.close();
    }

    @Test
    void theFirewallResetsTheDeniedAndNamesTheLineOfTheRule() {
        try (var bench =
                start("firewall: { allow: [127.0.7.0/24], deny: [127.0.0.0/16, 127.0.7.9] }")) {
            assertServed(bench, "127.0.7.1");
            assertServed(bench, "127.1.0.1");
            assertRefused(bench, "127.0.7.9");

            Fault fault = bench.awaitFault(NetworkFault.ADDRESS_DENIED).fault();
            assertThat(fault.side()).isSameAs(Side.CLIENT);
            assertThat(fault.evidence()).hasToString("rule=deny 127.0.7.9/32 at=test.yaml:3");
        }
    }

    @Test
    void aV4ClientOfADualStackListenerMeetsTheV4Rules() {
        String yaml =
                config("firewall: { deny: [127.0.0.9] }").replace("127.0.0.1:0\"", "[::]:0\"");
        try (var bench = L4Bench.start(yaml)) {
            assertServed(bench, "127.0.0.1");
            assertRefused(bench, "127.0.0.9");
        }
    }

    @Test
    void oneClientFillsItsOwnCapAndNobodyElses() {
        try (var bench = start("maxConnectionsPerClient: 2")) {
            assertServed(bench, "127.0.0.2");
            RawClient second = assertServed(bench, "127.0.0.2");
            assertRefused(bench, "127.0.0.2");
            assertServed(bench, "127.0.0.3");

            Fault fault = bench.awaitFault(SessionFault.CONNECTION_LIMIT).fault();
            assertThat(fault.side()).isSameAs(Side.CLIENT);
            assertThat(fault.evidence())
                    .hasToString(
                            "cap=listener in maxConnectionsPerClient limit=2 at=test.yaml:3"
                                    + " client=127.0.0.2");
            second.close();
            Eventually.until("a place for it", () -> bench.server.openSessions() == 2);
            assertServed(bench, "127.0.0.2");
        }
    }

    @Test
    void theListenerCapHoldsAcrossWorkers() {
        try (var bench = start("maxConnections: 8")) {
            for (int i = 0; i < 8; i++) {
                assertServed(bench, "127.0.0.1");
            }
            for (int i = 0; i < 8; i++) {
                assertRefused(bench, "127.0.0.1");
            }

            Fault fault = bench.awaitFault(SessionFault.CONNECTION_LIMIT).fault();
            assertThat(fault.side()).isSameAs(Side.PROXY);
            assertThat(fault.evidence())
                    .hasToString("cap=listener in maxConnections limit=8 at=test.yaml:3");
        }
    }

    @Test
    void theProcessCapNamesWhereItWasSet() {
        try (var bench = L4Bench.start(config("") + "limits: { maxConnections: 1 }\n")) {
            assertServed(bench, "127.0.0.1");
            assertRefused(bench, "127.0.0.1");

            Fault fault = bench.awaitFault(SessionFault.CONNECTION_LIMIT).fault();
            assertThat(fault.evidence())
                    .hasToString("cap=limits.maxConnections limit=1 at=test.yaml:6");
        }
    }

    /** Ends of every kind, many of them at once; a place that leaks is missed at the end. */
    @Test
    void whateverBecomesOfAConnectionItsPlacesAreFreeAgain() {
        int places = 20;
        String keys =
                "maxConnections: %d, maxConnectionsPerClient: %d, firewall: { deny: [127.0.0.9] },"
                        + " proxyProtocol: { from: [127.0.0.5], timeout: 50ms }";
        try (var bench = start(keys.formatted(places, places))) {
            for (int round = 0; round < 30; round++) {
                connect(bench, "127.0.0.9"); // denied
                connect(bench, "127.0.0.5"); // silent until the deadline
                trySend(connect(bench, "127.0.0.5"), "GET / HTTP/1.1\r\n\r\n");
                trySend(connect(bench, "127.0.0.5"), "PROXY TCP4 127.0.0.9 127.0.0.1 1 2\r\n");
                trySend(connect(bench, "127.0.0.5"), "PROXY TC");
                connect(bench, "127.0.0.1").reset();
                connect(bench, "127.0.0.1").close();
            }

            // Some may still wait to be accepted. A place that has leaked never comes back.
            Eventually.until("all places to be free", () -> allServed(bench, places));
            assertRefused(bench, "127.0.0.1");
        }
    }

    private boolean allServed(L4Bench bench, int count) {
        open.forEach(RawClient::close);
        open.clear();
        bench.awaitNoSessions();
        try {
            for (int i = 0; i < count; i++) {
                assertServed(bench, "127.0.0.1");
            }
            return true;
        } catch (AssertionError notYet) {
            return false;
        }
    }

    private static void trySend(RawClient client, String text) {
        try {
            client.send(text);
        } catch (AssertionError refusedAlready) {
            // All places were taken, or the deadline was faster: one more way to end.
            assertThat(refusedAlready).hasMessageContaining("reset");
        }
    }

    private RawClient assertServed(L4Bench bench, String from) {
        RawClient client = connect(bench, from);
        assertThat(client.readLine()).isEqualTo("hello");
        return client;
    }

    private void assertRefused(L4Bench bench, String from) {
        connect(bench, from).expectReset();
    }

    private RawClient connect(L4Bench bench, String from) {
        RawClient client = ClientSettings.to(bench.port()).from(from).connect();
        open.add(client);
        return client;
    }

    private L4Bench start(String listener) {
        return L4Bench.start(config(listener));
    }

    private String config(String listener) {
        return L4Bench.config(listener, "", "endpoints: [" + origin.hostPort() + "]");
    }
}
