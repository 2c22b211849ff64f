package io.faultline.core.gate;

import io.faultline.core.address.IpPrefix;

/**
 * One line of a firewall.
 *
 * @param origin the {@code file:line} that wrote it, for the evidence of a refusal
 */
public record FirewallRule(IpPrefix range, Action action, String origin) {

    public enum Action {
        ALLOW,
        DENY
    }

    /** {@code deny 10.0.0.0/8} */
    @Override
    public String toString() {
        return (action == Action.DENY ? "deny " : "allow ") + range;
    }
}
