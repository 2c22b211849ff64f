package io.faultline.core.gate;

import static io.faultline.core.gate.Peers.peer;
import static io.faultline.core.gate.Peers.range;
import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.core.Side;
import io.faultline.core.address.PeerAddress;
import io.faultline.core.address.PrefixTable;
import io.faultline.core.fault.Fault;
import io.faultline.core.fault.NetworkFault;
import io.faultline.core.fault.SessionFault;
import io.faultline.core.gate.FirewallRule.Action;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConnectionGateTest {

    private static final PeerAddress BALANCER = peer("192.0.2.10");
    private static final PeerAddress CLIENT = peer("10.0.0.1");
    private static final PeerAddress OTHER_CLIENT = peer("10.0.0.2");
    private static final PeerAddress DENIED = peer("10.6.6.6");

    private final OpenCount inProcess = new OpenCount();
    private final ListenerCounts onListener = new ListenerCounts();

    @Test
    void aPassingConnectionIsCountedEverywhereUntilItLeaves() {
        var seat = new Seat();

        assertThat(gate(10, 10, 10).admit(CLIENT, seat)).isSameAs(Verdict.PASS);
        assertThat(open()).containsExactly(1, 1, 1);

        seat.leave();
        seat.leave();
        assertThat(open()).containsExactly(0, 0, 0);
    }

    @Test
    void theFirewallIsAskedBeforeAnyCapIsTouched() {
        var gate = gate(1, 1, 1);
        gate.admit(CLIENT, new Seat());

        Fault fault = refusal(gate.admit(DENIED, new Seat()));

        assertThat(fault.code()).isSameAs(NetworkFault.ADDRESS_DENIED);
    }

    @Test
    void theProcessCapIsNamedWithItsLineAndIsOurOwnSide() {
        var gate = gate(1, 5, 5);
        gate.admit(CLIENT, new Seat());

        Fault fault = refusal(gate.admit(OTHER_CLIENT, new Seat()));

        assertThat(fault.code()).isSameAs(SessionFault.CONNECTION_LIMIT);
        assertThat(fault.side()).isSameAs(Side.PROXY);
        assertThat(fault.evidence())
                .hasToString("cap=limits.maxConnections limit=1 at=edge.yaml:30");
        assertThat(open()).containsExactly(1, 1, 1);
    }

    @Test
    void theListenerCapIsNamedAndLeavesNoPlaceTakenInTheProcess() {
        var gate = gate(5, 1, 5);
        gate.admit(CLIENT, new Seat());

        Fault fault = refusal(gate.admit(OTHER_CLIENT, new Seat()));

        assertThat(fault.side()).isSameAs(Side.PROXY);
        assertThat(fault.evidence())
                .hasToString("cap=listener web maxConnections limit=1 at=edge.yaml:4");
        assertThat(open()).containsExactly(1, 1, 1);
    }

    @Test
    void thePerClientCapNamesTheClientAndIsItsOwnSide() {
        var gate = gate(5, 5, 1);
        gate.admit(CLIENT, new Seat());

        Fault fault = refusal(gate.admit(CLIENT, new Seat()));

        assertThat(fault.side()).isSameAs(Side.CLIENT);
        assertThat(fault.evidence())
                .hasToString(
                        "cap=listener web maxConnectionsPerClient limit=1 at=edge.yaml:5"
                                + " client=10.0.0.1");
        assertThat(open()).containsExactly(1, 1, 1);
        assertThat(gate.admit(OTHER_CLIENT, new Seat())).isSameAs(Verdict.PASS);
    }

    @Test
    void aCapOfZeroIsNoCap() {
        var gate = gate(0, 0, 0);
        for (int i = 0; i < 100; i++) {
            assertThat(gate.admit(CLIENT, new Seat())).isSameAs(Verdict.PASS);
        }

        assertThat(inProcess.open()).isEqualTo(100);
        assertThat(onListener.clients().clients()).isZero();
    }

    @Test
    void onlyListedPeersSpeakForOthers() {
        var gate = gate(5, 5, 5);

        assertThat(gate.expectsHeaderFrom(BALANCER)).isTrue();
        assertThat(gate.expectsHeaderFrom(CLIENT)).isFalse();
    }

    @Test
    void clientsBehindABalancerAreCountedApart() {
        var gate = gate(5, 5, 1);

        assertThat(announced(gate, CLIENT, new Seat())).isSameAs(Verdict.PASS);
        assertThat(announced(gate, OTHER_CLIENT, new Seat())).isSameAs(Verdict.PASS);

        Fault fault = refusal(announced(gate, CLIENT, new Seat()));
        assertThat(fault.code()).isSameAs(SessionFault.CONNECTION_LIMIT);
        assertThat(fault.evidence().toString()).endsWith("client=10.0.0.1");
    }

    @Test
    void theFirewallRunsAgainOnceTheHeaderChangedWhoTheClientIs() {
        var gate = gate(5, 5, 5);
        var seat = new Seat();

        assertThat(gate.admit(BALANCER, seat)).isSameAs(Verdict.PASS);
        Fault fault = refusal(gate.admitAnnounced(DENIED, seat));

        assertThat(fault.evidence()).hasToString("rule=deny 10.6.0.0/16 at=edge.yaml:9");
        assertThat(open()).containsExactly(0, 0, 0);
    }

    @Test
    void aDeniedBalancerIsNotEvenAskedForItsHeader() {
        var firewall =
                new Firewall(
                        List.of(
                                new FirewallRule(
                                        range("192.0.2.10/32"), Action.DENY, "edge.yaml:9")),
                        Action.ALLOW,
                        "default");

        Fault fault = refusal(gate(firewall, 5, 5, 5).admit(BALANCER, new Seat()));

        assertThat(fault.code()).isSameAs(NetworkFault.ADDRESS_DENIED);
    }

    @Test
    void connectionsOutliveTheGateThatLetThemIn() {
        var before = new Seat();
        gate(5, 5, 5).admit(CLIENT, before);
        var afterReload = gate(5, 5, 1);

        assertThat(afterReload.admit(CLIENT, new Seat())).isInstanceOf(Verdict.Refusal.class);
        before.leave();
        assertThat(afterReload.admit(CLIENT, new Seat())).isSameAs(Verdict.PASS);
    }

    private static Verdict announced(ConnectionGate gate, PeerAddress client, Seat seat) {
        assertThat(gate.admit(BALANCER, seat)).isSameAs(Verdict.PASS);
        return gate.admitAnnounced(client, seat);
    }

    private static Fault refusal(Verdict verdict) {
        assertThat(verdict).isInstanceOf(Verdict.Refusal.class);
        return ((Verdict.Refusal) verdict).fault();
    }

    /** Open in the process, on the listener, and distinct clients. */
    private int[] open() {
        return new int[] {
            inProcess.open(), onListener.open().open(), onListener.clients().clients()
        };
    }

    private ConnectionGate gate(int process, int listener, int perClient) {
        var rules = List.of(new FirewallRule(range("10.6.0.0/16"), Action.DENY, "edge.yaml:9"));
        return gate(new Firewall(rules, Action.ALLOW, "default"), process, listener, perClient);
    }

    private ConnectionGate gate(Firewall firewall, int process, int listener, int perClient) {
        var caps =
                new ConnectionCaps(
                        new Cap("limits.maxConnections", process, "edge.yaml:30"),
                        inProcess,
                        new Cap("listener web maxConnections", listener, "edge.yaml:4"),
                        new Cap("listener web maxConnectionsPerClient", perClient, "edge.yaml:5"),
                        onListener);
        return new ConnectionGate(firewall, PrefixTable.of(List.of(range("192.0.2.0/24"))), caps);
    }
}
