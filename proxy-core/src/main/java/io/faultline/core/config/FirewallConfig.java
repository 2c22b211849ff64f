package io.faultline.core.config;

import io.faultline.core.config.describe.Default;
import io.faultline.core.config.describe.Doc;
import io.faultline.core.config.describe.Example;
import io.faultline.core.config.value.Cidr;
import java.util.List;

@Doc("Decides by the client's address. The longest matching prefix wins; on a tie deny wins.")
@Example(
        """
        listeners:
          - name: ledger
            bind: :7443
            firewall:
              otherwise: deny
              allow: [10.0.0.0/8, "2001:db8:10::/48"]
              deny: [10.66.0.0/16]
            tcp: { to: ledger }
        """)
public record FirewallConfig(
        @Doc("Ranges that may connect.") List<Cidr> allow,
        @Doc("Ranges that may not.") List<Cidr> deny,
        @Doc("What happens to an address in no range.") @Default("allow") Policy otherwise) {

    public enum Policy {
        @Doc("Lets it in: the file lists who may not connect.")
        ALLOW,
        @Doc("Turns it away: the file lists who may connect.")
        DENY
    }
}
