package io.faultline.core.runtime.upstream;

import io.faultline.core.config.source.Origins;
import io.faultline.core.config.upstream.ConnectConfig;
import io.faultline.core.config.upstream.GrpcCheckConfig;
import io.faultline.core.config.upstream.HealthConfig;
import io.faultline.core.config.upstream.HttpCheckConfig;
import io.faultline.core.config.upstream.UpstreamConfig;
import io.faultline.core.config.upstream.UpstreamConfig.Speaks;
import io.faultline.core.fault.host.HostWatch;
import io.faultline.core.timing.TimerText;
import io.faultline.core.tls.TlsOrigination;
import io.faultline.core.tls.TlsOrigination.Purpose;
import io.faultline.core.upstream.health.HealthChecker;
import io.faultline.core.upstream.health.ProbeRules;
import io.faultline.core.upstream.health.Prober;
import io.faultline.core.upstream.health.TcpProber;
import io.faultline.core.upstream.health.TlsProber;
import io.faultline.core.upstream.health.grpc.GrpcProber;
import io.faultline.core.upstream.health.http.HttpProber;
import io.faultline.core.worker.Worker;
import org.jspecify.annotations.Nullable;

/**
 * Makes the probers of one upstream, after what is written about it now: the check itself, how a
 * connection is made, TLS. Control thread only.
 */
public final class Probers implements HealthChecker.ProberFactory {

    private final Worker control;
    private final HostWatch host;
    private UpstreamConfig upstream;
    private @Nullable TlsOrigination tls;
    private Origins origins;

    public Probers(
            Worker control,
            HostWatch host,
            UpstreamConfig upstream,
            @Nullable TlsOrigination tls,
            Origins origins) {
        this.control = control;
        this.host = host;
        this.upstream = upstream;
        this.tls = tls;
        this.origins = origins;
    }

    public void follow(
            UpstreamConfig nowWritten, @Nullable TlsOrigination nowInForce, Origins now) {
        upstream = nowWritten;
        tls = nowInForce;
        origins = now;
    }

    /** Where what is written now stands. */
    public Origins origins() {
        return origins;
    }

    @Override
    public Prober prober(HealthConfig check, ConnectConfig connect) {
        String timer =
                TimerText.of("health.timeout", check.timeout(), origins.of(check, "timeout"));
        HttpCheckConfig http = check.http();
        GrpcCheckConfig grpc = check.grpc();
        // A port of its own for checks is an HTTP/1.1 one, whatever is spoken on the others.
        boolean http2 =
                check.port() == null
                        && (upstream.protocol() == Speaks.H2 || upstream.protocol() == Speaks.H2C);
        var rules =
                new ProbeRules(
                        control,
                        host,
                        check,
                        connect,
                        check.tls() ? tls : null,
                        http == null || http2 ? Purpose.CHECK : Purpose.OTHER,
                        upstream.sendProxyProtocol(),
                        timer);
        if (grpc != null) {
            return new GrpcProber(rules, grpc);
        }
        if (http != null) {
            return new HttpProber(rules, http, http2);
        }
        return rules.tls() == null ? new TcpProber(rules) : new TlsProber(rules);
    }
}
