package io.faultline.core.runtime;

import io.faultline.core.config.load.LoadedConfig;
import io.faultline.core.config.source.Origins;
import io.faultline.core.config.tls.UpstreamTlsConfig;
import io.faultline.core.config.upstream.DnsConfig;
import io.faultline.core.config.upstream.UpstreamConfig;
import io.faultline.core.discovery.Discovery;
import io.faultline.core.discovery.dns.DnsScope;
import io.faultline.core.discovery.dns.system.SystemNames;
import io.faultline.core.fault.host.HostWatch;
import io.faultline.core.runtime.upstream.OperatorNews;
import io.faultline.core.runtime.upstream.Probers;
import io.faultline.core.tls.TlsOrigination;
import io.faultline.core.tls.cert.BadFile;
import io.faultline.core.tls.engine.TlsSetupException;
import io.faultline.core.upstream.Cluster;
import io.faultline.core.upstream.connect.ConnectPolicy;
import io.faultline.core.upstream.connect.PoolPolicy;
import io.faultline.core.upstream.health.HealthChecker;
import io.faultline.core.upstream.health.ProbeSlots;
import io.faultline.core.worker.Worker;
import io.netty.channel.IoEventLoop;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * All configured upstreams, with what keeps their endpoints true: discovery and health checks. One that
 * keeps its name keeps all that is known of its endpoints, whatever else a reload changes about it.
 */
final class Upstreams {

    private final Worker control;
    private final Surroundings surroundings;
    private final HostWatch host;
    private final OperatorNews news;
    private final SystemNames systemNames = new SystemNames();
    private final ProbeSlots probes = new ProbeSlots(ProbeSlots.DEFAULT_LIMIT);
    private final RandomGenerator random = RandomGenerator.getDefault();
    private volatile Map<String, Upstream> inForce = Map.of();

    Upstreams(Worker control, Surroundings surroundings, HostWatch host, OperatorNews news) {
        this.control = control;
        this.surroundings = surroundings;
        this.host = host;
        this.news = news;
    }

    /** What a configuration makes of them. Nothing that is in force is touched. */
    UpstreamPlan plan(LoadedConfig loaded) throws StartFailure {
        Map<String, Upstream> before = inForce;
        Map<String, Upstream> all = new LinkedHashMap<>();
        var plan =
                new UpstreamPlan(
                        loaded.origins(),
                        all,
                        new ArrayList<>(),
                        new ArrayList<>(),
                        new ArrayList<>(),
                        new ArrayList<>());
        try {
            for (var each : loaded.config().upstreams().entrySet()) {
                all.put(each.getKey(), planned(each.getKey(), each.getValue(), loaded, plan));
            }
        } catch (StartFailure failure) {
            plan.opened().forEach(TlsOrigination::close);
            throw failure;
        }
        before.forEach(
                (name, upstream) -> {
                    if (!all.containsKey(name)) {
                        plan.gone().add(upstream);
                        replaced(upstream.tls(), null, plan);
                    }
                });
        return plan;
    }

    private Upstream planned(
            String name, UpstreamConfig config, LoadedConfig loaded, UpstreamPlan plan)
            throws StartFailure {
        Upstream known = inForce.get(name);
        TlsOrigination tls = origination(name, config, loaded, known, plan);
        var connect = ConnectPolicy.of(config.connect(), loaded.origins());
        var pool = PoolPolicy.of(config, loaded.origins());
        if (known != null) {
            replaced(known.tls(), tls, plan);
            return known.writtenAnew(config, connect, pool, tls);
        }
        Upstream added = build(name, config, connect, pool, tls, loaded.origins());
        plan.added().add(added);
        return added;
    }

    private static void replaced(
            @Nullable TlsOrigination before, @Nullable TlsOrigination now, UpstreamPlan plan) {
        if (before != null && before != now) {
            plan.replaced().add(before);
        }
    }

    private Upstream build(
            String name,
            UpstreamConfig config,
            ConnectPolicy connect,
            PoolPolicy pool,
            @Nullable TlsOrigination tls,
            Origins origins) {
        IoEventLoop loop = control.loop();
        var cluster = new Cluster(name, config, loop, surroundings.ticker(), surroundings.clock());
        cluster.addListener(news);
        var probers = new Probers(control, host, config, tls, origins);
        var discovery =
                new Discovery(
                        cluster,
                        dns -> scope(dns, probers.origins()),
                        loop,
                        surroundings.ticker(),
                        random,
                        news);
        var health =
                new HealthChecker(
                        cluster, probers, probes, loop, surroundings.ticker(), random, news);
        return new Upstream(config, cluster, connect, pool, tls, discovery, health, probers);
    }

    private DnsScope scope(DnsConfig dns, Origins origins) {
        return DnsScope.overNetwork(control.loop(), systemNames, origins).apply(dns);
    }

    private @Nullable TlsOrigination origination(
            String name,
            UpstreamConfig config,
            LoadedConfig loaded,
            @Nullable Upstream known,
            UpstreamPlan plan)
            throws StartFailure {
        UpstreamTlsConfig written = config.tls();
        if (written == null) {
            return null;
        }
        TlsOrigination before = known == null ? null : known.tls();
        if (before != null && before.serves(written, config.protocol(), loaded.beside())) {
            return before;
        }
        try {
            TlsOrigination opened =
                    TlsOrigination.open(
                            name,
                            written,
                            config.protocol(),
                            loaded.beside(),
                            loaded.origins(),
                            surroundings.clock(),
                            surroundings.say());
            plan.opened().add(opened);
            return opened;
        } catch (BadFile | TlsSetupException e) {
            throw new StartFailure("upstream " + name + ": " + e.getMessage(), e);
        }
    }

    /** Control thread. */
    void putInForce(UpstreamPlan plan) {
        inForce = plan.all();
        // By identity: an upstream is a record, and to compare two is to compare all that is
        // written.
        Set<Upstream> added = Collections.newSetFromMap(new IdentityHashMap<>());
        added.addAll(plan.added());
        plan.all().values().stream()
                .filter(each -> !added.contains(each))
                .forEach(each -> each.follow(plan.origins()));
        plan.gone().forEach(Upstream::close);
    }

    /** In the order of the configuration. Any thread. */
    List<Upstream> all() {
        return List.copyOf(inForce.values());
    }

    /** Control thread. */
    void close() {
        inForce.values().forEach(Upstream::close);
    }
}
