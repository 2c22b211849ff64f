package io.faultline.core.gate;

import static io.faultline.core.gate.Peers.peer;
import static io.faultline.core.gate.Peers.range;
import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.core.Side;
import io.faultline.core.Stage;
import io.faultline.core.address.PeerAddress;
import io.faultline.core.fault.Fault;
import io.faultline.core.fault.NetworkFault;
import io.faultline.core.gate.FirewallRule.Action;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FirewallTest {

    @Test
    void aNarrowRuleIsAnExceptionToAWideOneInBothDirections() {
        var firewall =
                firewall(
                        Action.ALLOW,
                        deny("10.0.0.0/8", "edge.yaml:5"),
                        allow("10.1.0.0/16", "edge.yaml:3"),
                        deny("10.1.2.0/24", "edge.yaml:6"));

        assertThat(firewall.judge(peer("11.0.0.1"))).isSameAs(Verdict.PASS);
        assertThat(firewall.judge(peer("10.1.0.1"))).isSameAs(Verdict.PASS);
        assertThat(refused(firewall, "10.0.0.1")).contains("deny 10.0.0.0/8", "edge.yaml:5");
        assertThat(refused(firewall, "10.1.2.9")).contains("deny 10.1.2.0/24", "edge.yaml:6");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whereAllowAndDenyNameTheSameRangeDenyWins(boolean denyFirst) {
        FirewallRule deny = deny("192.0.2.0/24", "edge.yaml:7");
        FirewallRule allow = allow("192.0.2.0/24", "edge.yaml:4");
        var firewall =
                denyFirst
                        ? firewall(Action.ALLOW, deny, allow)
                        : firewall(Action.ALLOW, allow, deny);

        assertThat(refused(firewall, "192.0.2.1")).contains("deny 192.0.2.0/24", "edge.yaml:7");
    }

    @Test
    void defaultDenyLetsOnlyTheListedInAndNamesItsOwnLine() {
        var firewall = firewall(Action.DENY, allow("2001:db8::/32", "edge.yaml:4"));

        assertThat(firewall.judge(peer("2001:db8::1"))).isSameAs(Verdict.PASS);
        assertThat(refused(firewall, "2001:db9::1")).contains("otherwise deny", "edge.yaml:9");
        assertThat(refused(firewall, "10.0.0.1")).contains("otherwise deny", "edge.yaml:9");
    }

    @Test
    void aV4ClientOfADualStackListenerFallsUnderTheV4Rules() {
        var firewall =
                firewall(
                        Action.ALLOW,
                        deny("10.0.0.0/8", "edge.yaml:5"),
                        allow("::/0", "edge.yaml:6"));
        var mapped = PeerAddress.ofV6(0, 0xffff_0a00_0001L, 40_000, 0);

        assertThat(firewall.judge(mapped)).isInstanceOf(Verdict.Refusal.class);
    }

    @Test
    void denyingEveryV6AddressDeniesNoV4Client() {
        var firewall = firewall(Action.ALLOW, deny("::/0", "edge.yaml:5"));

        assertThat(firewall.judge(peer("10.0.0.1"))).isSameAs(Verdict.PASS);
        assertThat(refused(firewall, "::1")).contains("deny ::/0");
    }

    @Test
    void aRefusalBlamesTheClientOnLayerThree() {
        var firewall = firewall(Action.ALLOW, deny("10.0.0.0/8", "edge.yaml:5"));

        var refusal = (Verdict.Refusal) firewall.judge(peer("10.0.0.1"));

        Fault fault = refusal.fault();
        assertThat(fault.code()).isSameAs(NetworkFault.ADDRESS_DENIED);
        assertThat(fault.side()).isSameAs(Side.CLIENT);
        assertThat(fault.stage()).isSameAs(Stage.GATE);
    }

    @Test
    void withoutAFirewallEverybodyPasses() {
        assertThat(Firewall.OPEN.judge(peer("10.0.0.1"))).isSameAs(Verdict.PASS);
        assertThat(Firewall.OPEN.judge(peer("::1"))).isSameAs(Verdict.PASS);
    }

    private static List<String> refused(Firewall firewall, String client) {
        var refusal = (Verdict.Refusal) firewall.judge(peer(client));
        return refusal.fault().evidence().namesAndValues();
    }

    private static Firewall firewall(Action otherwise, FirewallRule... rules) {
        return new Firewall(List.of(rules), otherwise, "edge.yaml:9");
    }

    private static FirewallRule allow(String cidr, String origin) {
        return new FirewallRule(range(cidr), Action.ALLOW, origin);
    }

    private static FirewallRule deny(String cidr, String origin) {
        return new FirewallRule(range(cidr), Action.DENY, origin);
    }
}
