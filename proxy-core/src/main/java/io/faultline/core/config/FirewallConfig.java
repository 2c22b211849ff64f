package io.faultline.core.config;

import io.faultline.core.config.describe.Default;
import io.faultline.core.config.describe.Doc;
import java.util.List;

@Doc("Decides by the client's address. The longest matching prefix wins; on a tie deny wins.")
public record FirewallConfig(
        @Doc("Ranges that may connect.") List<Cidr> allow,
        @Doc("Ranges that may not.") List<Cidr> deny,
        @Doc("What happens to an address in no range.") @Default("allow") Policy otherwise) {

    public enum Policy {
        ALLOW,
        DENY
    }
}
