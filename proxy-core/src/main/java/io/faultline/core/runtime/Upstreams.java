package io.faultline.core.runtime;

import io.faultline.core.config.ConnectConfig;
import io.faultline.core.config.GrpcCheckConfig;
import io.faultline.core.config.HealthConfig;
import io.faultline.core.config.HttpCheckConfig;
import io.faultline.core.config.UpstreamConfig;
import io.faultline.core.config.UpstreamConfig.Speaks;
import io.faultline.core.config.UpstreamTlsConfig;
import io.faultline.core.config.load.LoadedConfig;
import io.faultline.core.config.source.Origins;
import io.faultline.core.discovery.Discovery;
import io.faultline.core.discovery.dns.DnsScope;
import io.faultline.core.discovery.dns.SystemNames;
import io.faultline.core.fault.host.HostWatch;
import io.faultline.core.timing.TimerText;
import io.faultline.core.tls.TlsOrigination;
import io.faultline.core.tls.TlsOrigination.Purpose;
import io.faultline.core.tls.cert.BadFile;
import io.faultline.core.tls.engine.TlsSetupException;
import io.faultline.core.upstream.Cluster;
import io.faultline.core.upstream.connect.ConnectPolicy;
import io.faultline.core.upstream.connect.PoolPolicy;
import io.faultline.core.upstream.health.HealthChecker;
import io.faultline.core.upstream.health.ProbeRules;
import io.faultline.core.upstream.health.ProbeSlots;
import io.faultline.core.upstream.health.Prober;
import io.faultline.core.upstream.health.TcpProber;
import io.faultline.core.upstream.health.TlsProber;
import io.faultline.core.upstream.health.grpc.GrpcProber;
import io.faultline.core.upstream.health.http.HttpProber;
import io.faultline.core.worker.Worker;
import io.netty.channel.IoEventLoop;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** All configured upstreams, with what keeps their endpoints true: discovery and health checks. */
final class Upstreams {

    private final Map<String, Upstream> byName = new LinkedHashMap<>();
    private final IoEventLoop control;
    private final Worker checks; // of the same thread
    private final Surroundings surroundings;
    private final HostWatch host;
    private final OperatorNews news;
    private final SystemNames systemNames = new SystemNames();
    private final ProbeSlots probes = new ProbeSlots(ProbeSlots.DEFAULT_LIMIT);
    private final RandomGenerator random = RandomGenerator.getDefault();

    Upstreams(
            LoadedConfig loaded,
            Worker control,
            Surroundings surroundings,
            HostWatch host,
            OperatorNews news)
            throws StartFailure {
        this.checks = control;
        this.control = control.loop();
        this.surroundings = surroundings;
        this.host = host;
        this.news = news;
        for (var each : loaded.config().upstreams().entrySet()) {
            byName.put(each.getKey(), build(each.getKey(), each.getValue(), loaded));
        }
    }

    private Upstream build(String name, UpstreamConfig config, LoadedConfig loaded)
            throws StartFailure {
        TlsOrigination tls = origination(name, config, loaded);
        var cluster =
                new Cluster(name, config, control, surroundings.ticker(), surroundings.clock());
        cluster.addListener(news);
        var discovery =
                new Discovery(
                        cluster,
                        DnsScope.overNetwork(control, systemNames, loaded.origins()),
                        control,
                        surroundings.ticker(),
                        random,
                        news);
        var health =
                new HealthChecker(
                        cluster,
                        (check, connect) -> prober(check, config, connect, tls, loaded.origins()),
                        probes,
                        control,
                        surroundings.ticker(),
                        random,
                        news);
        var policy = ConnectPolicy.of(config.connect(), loaded.origins());
        var pool = PoolPolicy.of(config, loaded.origins());
        return new Upstream(config, cluster, policy, pool, tls, discovery, health);
    }

    private Prober prober(
            HealthConfig check,
            UpstreamConfig upstream,
            ConnectConfig connect,
            @Nullable TlsOrigination tls,
            Origins origins) {
        String timer =
                TimerText.of("health.timeout", check.timeout(), origins.of(check, "timeout"));
        HttpCheckConfig http = check.http();
        GrpcCheckConfig grpc = check.grpc();
        if (http == null && grpc == null && (tls == null || !check.tls())) {
            return new TcpProber(control, surroundings.ticker(), host, check, connect, timer);
        }
        // A port of its own for checks is an HTTP/1.1 one, whatever is spoken on the others.
        boolean http2 =
                check.port() == null
                        && (upstream.protocol() == Speaks.H2 || upstream.protocol() == Speaks.H2C);
        var rules =
                new ProbeRules(
                        checks,
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
        return http == null ? new TlsProber(rules) : new HttpProber(rules, http, http2);
    }

    private @Nullable TlsOrigination origination(
            String name, UpstreamConfig config, LoadedConfig loaded) throws StartFailure {
        UpstreamTlsConfig tls = config.tls();
        try {
            return tls == null
                    ? null
                    : TlsOrigination.open(
                            name,
                            tls,
                            config.protocol(),
                            loaded.source(),
                            loaded.origins(),
                            surroundings.clock(),
                            surroundings.say());
        } catch (BadFile | TlsSetupException e) {
            throw new StartFailure("upstream " + name + ": " + e.getMessage(), e);
        }
    }

    Upstream get(String name) {
        return Objects.requireNonNull(byName.get(name), "references were checked at load");
    }

    List<Upstream> all() {
        return List.copyOf(byName.values());
    }

    /** Control thread. */
    void start() {
        byName.values().forEach(Upstream::start);
    }

    /** Control thread. */
    boolean areWaitingForNames() {
        return byName.values().stream().anyMatch(Upstream::isWaitingForNames);
    }

    /** Control thread. */
    void close() {
        byName.values().forEach(Upstream::close);
    }
}
