package io.faultline.core.config.upstream;

import io.faultline.core.config.describe.Address;
import io.faultline.core.config.describe.Address.Use;
import io.faultline.core.config.describe.Default;
import io.faultline.core.config.describe.Doc;
import io.faultline.core.config.describe.Example;
import io.faultline.core.config.describe.Range;
import io.faultline.core.config.value.HostPort;
import java.time.Duration;
import java.util.List;

@Doc("How DNS names become endpoints. The last good answer is kept while lookups fail.")
@Example(
        """
        upstreams:
          search:
            endpoints: [search.internal.example:9200]
            dns: { servers: [10.0.0.2], timeout: 2s, maxTtl: 1m, family: v4 }
        """)
public record DnsConfig(
        @Doc("Name servers by IP address; the port is 53 unless given. None: those of the system.")
                @Address(Use.NAME_SERVER)
                List<HostPort> servers,
        @Doc("How long one lookup may take.") @Default("5s") @Range(min = "10ms", max = "1m")
                Duration timeout,
        @Doc("A shorter TTL is treated as this.") @Default("1s") @Range(min = "100ms")
                Duration minTtl,
        @Doc("A longer TTL is treated as this.") @Default("5m") @Range(min = "1s") Duration maxTtl,
        @Doc("Which addresses are used.") @Default("both") Family family) {

    public enum Family {
        @Doc("IPv4 only.")
        V4,
        @Doc("IPv6 only.")
        V6,
        @Doc("Every address the name has.")
        BOTH
    }
}
