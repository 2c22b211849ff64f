package io.faultline.core.upstream.health;

import io.faultline.core.address.PeerAddress;
import io.faultline.core.config.upstream.ConnectConfig;
import io.faultline.core.config.upstream.HealthConfig;
import io.faultline.core.config.upstream.UpstreamConfig.ProxyProtocolOut;
import io.faultline.core.fault.host.HostWatch;
import io.faultline.core.tls.TlsOrigination;
import io.faultline.core.tls.TlsOrigination.Purpose;
import io.faultline.core.worker.Worker;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * How the checks of one upstream get a connection.
 *
 * @param control the control thread's own worker
 * @param host what our own host knows of a fault: a dead gateway is no endpoint's doing
 * @param tls traffic's own TLS, or null where checks do without
 * @param purpose what is offered inside TLS: a check that asks in HTTP/1.1 offers nothing else
 * @param timer {@code health.timeout} with its value and the line that set it, for the evidence
 * @param preamble what endpoints expect before the first byte of the protocol
 */
public record ProbeRules(
        Worker control,
        HostWatch host,
        HealthConfig health,
        ConnectConfig connect,
        @Nullable TlsOrigination tls,
        Purpose purpose,
        ProxyProtocolOut preamble,
        String timer) {

    /** The same for a check that says nothing, neither TLS nor who we are. */
    ProbeRules forConnectOnly() {
        return new ProbeRules(
                control, host, health, connect, null, purpose, ProxyProtocolOut.NONE, timer);
    }

    public long timeoutNanos() {
        return health.timeout().toNanos();
    }

    @Nullable PeerAddress source() {
        String address = connect.source();
        return address == null
                ? null
                : PeerAddress.from(new InetSocketAddress(InetAddress.ofLiteral(address), 0));
    }
}
