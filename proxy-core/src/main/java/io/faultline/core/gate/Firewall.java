package io.faultline.core.gate;

import io.faultline.core.Side;
import io.faultline.core.Stage;
import io.faultline.core.address.IpPrefix;
import io.faultline.core.address.PeerAddress;
import io.faultline.core.address.PrefixTable;
import io.faultline.core.config.FirewallConfig;
import io.faultline.core.config.source.Origins;
import io.faultline.core.config.value.Cidr;
import io.faultline.core.fault.Evidence;
import io.faultline.core.fault.Fault;
import io.faultline.core.fault.NetworkFault;
import io.faultline.core.gate.FirewallRule.Action;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Decides by the client's address alone. The longest matching prefix wins, so a narrow rule is an
 * exception to a wide one whatever their order in the file; where allow and deny name the very same
 * range, deny wins. Immutable: workers share one.
 */
public final class Firewall {

    /** Lets everybody in: a listener without a firewall. */
    public static final Firewall OPEN = new Firewall(List.of(), Action.ALLOW, "default");

    private final List<FirewallRule> rules;
    private final PrefixTable table;
    private final Action otherwise;
    private final String otherwiseOrigin;

    public Firewall(List<FirewallRule> rules, Action otherwise, String otherwiseOrigin) {
        // The table takes the first of equal prefixes.
        this.rules =
                rules.stream()
                        .sorted(Comparator.comparing(rule -> rule.action() == Action.ALLOW))
                        .toList();
        this.table = PrefixTable.of(this.rules.stream().map(FirewallRule::range).toList());
        this.otherwise = otherwise;
        this.otherwiseOrigin = otherwiseOrigin;
    }

    public static Firewall of(FirewallConfig config, Origins origins) {
        List<FirewallRule> rules = new ArrayList<>();
        config.allow().forEach(range -> rules.add(rule(range, Action.ALLOW, origins)));
        config.deny().forEach(range -> rules.add(rule(range, Action.DENY, origins)));
        Action otherwise =
                switch (config.otherwise()) {
                    case ALLOW -> Action.ALLOW;
                    case DENY -> Action.DENY;
                };
        return new Firewall(rules, otherwise, origins.of(config, "otherwise"));
    }

    private static FirewallRule rule(Cidr range, Action action, Origins origins) {
        return new FirewallRule(
                IpPrefix.of(range.network(), range.prefixBits()), action, origins.of(range));
    }

    public Verdict judge(PeerAddress client) {
        int place = table.find(client);
        if (place == PrefixTable.NONE) {
            return otherwise == Action.ALLOW
                    ? Verdict.PASS
                    : refuse("otherwise deny", otherwiseOrigin);
        }
        FirewallRule rule = rules.get(place);
        return rule.action() == Action.ALLOW
                ? Verdict.PASS
                : refuse(rule.toString(), rule.origin());
    }

    private static Verdict refuse(String rule, String origin) {
        Evidence evidence = Evidence.of("rule", rule, "at", origin);
        return new Verdict.Refusal(
                new Fault(NetworkFault.ADDRESS_DENIED, Side.CLIENT, Stage.GATE, evidence));
    }
}
