package io.faultline.core.config;

import io.faultline.core.config.describe.Address;
import io.faultline.core.config.describe.Address.Use;
import io.faultline.core.config.describe.Default;
import io.faultline.core.config.describe.Doc;
import io.faultline.core.config.describe.Example;
import io.faultline.core.config.describe.Protocol;
import io.faultline.core.config.describe.Range;
import io.faultline.core.config.tls.ListenerTlsConfig;
import io.faultline.core.config.value.HostPort;
import org.jspecify.annotations.Nullable;

@Doc("A bound address, what it lets in, and the protocol it speaks.")
@Example(
        """
        listeners:
          - name: postgres
            bind: 127.0.0.1:5432
            maxConnections: 2000
            maxConnectionsPerClient: 200
            tcp: { to: pgbouncer }
        """)
public record ListenerConfig(
        @Doc("Stands in logs and metrics.") String name,
        @Doc("IP address and port. ':5432' is every address of this machine, IPv4 and IPv6.")
                @Address(Use.LISTEN)
                HostPort bind,
        @Doc("How many connections the kernel queues for us.")
                @Default("4096")
                @Range(min = "1", max = "65535")
                int backlog,
        @Doc("Who may connect. Absent: everybody.") @Nullable FirewallConfig firewall,
        @Doc("Open connections at once. 0: only the process-wide cap.")
                @Default("0")
                @Range(min = "0")
                int maxConnections,
        @Doc("Open connections at once from one client address. 0: no cap.")
                @Default("0")
                @Range(min = "0")
                int maxConnectionsPerClient,
        @Doc(
                        "Take the client's address from a PROXY protocol header. Absent: the header is not understood.")
                @Nullable ProxyProtocolInConfig proxyProtocol,
        @Doc("TLS with the clients. Absent: none, whatever they speak is passed on.")
                @Nullable ListenerTlsConfig tls,
        @Doc("What the listener speaks.") @Protocol ProtocolSection protocol) {}
