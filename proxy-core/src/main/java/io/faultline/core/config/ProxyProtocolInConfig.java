package io.faultline.core.config;

import io.faultline.core.config.describe.Default;
import io.faultline.core.config.describe.Doc;
import io.faultline.core.config.describe.Example;
import io.faultline.core.config.describe.Range;
import io.faultline.core.config.value.Cidr;
import java.time.Duration;
import java.util.List;

@Doc("PROXY protocol v1 or v2 from a balancer in front of us.")
@Example(
        """
        listeners:
          - name: mail
            bind: :2525
            proxyProtocol: { from: [10.0.0.10, 10.0.0.11], timeout: 3s }
            tcp: { to: smtp }
        """)
public record ProxyProtocolInConfig(
        @Doc(
                        "Peers that must send the header. All others are treated as clients themselves, and a header from them is data.")
                List<Cidr> from,
        @Doc("How long the header may take.") @Default("5s") @Range(min = "10ms", max = "1m")
                Duration timeout) {}
