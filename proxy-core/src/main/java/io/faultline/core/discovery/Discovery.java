package io.faultline.core.discovery;

import io.faultline.core.config.upstream.DnsConfig;
import io.faultline.core.config.value.HostPort;
import io.faultline.core.discovery.dns.DnsScope;
import io.faultline.core.discovery.dns.NameState;
import io.faultline.core.discovery.dns.WatchedName;
import io.faultline.core.timing.Ticker;
import io.faultline.core.upstream.Cluster;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Watches the DNS names of one cluster and tells the cluster what they stand for. A name with several
 * ports is looked up once. Control thread only, except {@link #names}.
 */
public final class Discovery implements AutoCloseable {

    private final Cluster cluster;
    private final Function<DnsConfig, DnsScope> scopes;
    private final ScheduledExecutorService control;
    private final Ticker ticker;
    private final RandomGenerator random;
    private final DiscoveryListener listener;
    private @Nullable DnsScope scope;
    private @Nullable DnsConfig scopeConfig;
    private volatile Map<String, Watch> watches = Map.of();

    public Discovery(
            Cluster cluster,
            Function<DnsConfig, DnsScope> scopes,
            ScheduledExecutorService control,
            Ticker ticker,
            RandomGenerator random,
            DiscoveryListener listener) {
        this.cluster = cluster;
        this.scopes = scopes;
        this.control = control;
        this.ticker = ticker;
        this.random = random;
        this.listener = listener;
    }

    /**
     * Follows the cluster's config: at start, and after each {@link Cluster#reconfigure}. Names that
     * stay are not looked up anew, unless how to look them up has changed; even then the cluster keeps
     * their last good answer until there is another.
     */
    public void configured() {
        DnsScope current = scope(cluster.config().dns());
        Map<String, Watch> before = watches;
        Map<String, Watch> now = new LinkedHashMap<>();
        placesByHost()
                .forEach(
                        (host, places) -> {
                            Watch known = before.get(host);
                            boolean keep = known != null && known.follows(current, places);
                            now.put(host, keep ? known : new Watch(current, host, places));
                        });
        watches = Collections.unmodifiableMap(now);
        before.values().stream().filter(w -> !now.containsValue(w)).forEach(Watch::close);
        now.values().stream().filter(w -> !before.containsValue(w)).forEach(Watch::start);
    }

    /** What is known of each name, for the admin page. Any thread. */
    public List<NameState> names() {
        return watches.values().stream().map(w -> w.name.state()).toList();
    }

    @Override
    public void close() {
        watches.values().forEach(Watch::close);
        watches = Map.of();
    }

    private DnsScope scope(DnsConfig config) {
        DnsScope current = scope;
        if (current == null || !config.equals(scopeConfig)) {
            current = scopes.apply(config);
            scope = current;
            scopeConfig = config;
        }
        return current;
    }

    private Map<String, Set<HostPort>> placesByHost() {
        return cluster.names().stream()
                .collect(
                        Collectors.groupingBy(
                                HostPort::host,
                                LinkedHashMap::new,
                                Collectors.toCollection(LinkedHashSet::new)));
    }

    /** One name, and the places (name and port) the cluster knows it by. */
    private final class Watch {
        private final DnsScope scope;
        private final Set<HostPort> places;
        private final WatchedName name;
        private NameState told;

        Watch(DnsScope scope, String host, Set<HostPort> places) {
            this.scope = scope;
            this.places = places;
            this.name = new WatchedName(host, scope, control, ticker, random, this::lookedUp);
            this.told = name.state();
        }

        boolean follows(DnsScope wanted, Set<HostPort> wantedPlaces) {
            return scope == wanted && places.equals(wantedPlaces);
        }

        void start() {
            name.start();
        }

        void close() {
            name.close();
        }

        private void lookedUp(NameState now) {
            NameState before = told;
            told = now;
            boolean recovered = before.fault() != null && now.fault() == null;
            for (HostPort place : places) {
                if (now.generation() != before.generation() || recovered) {
                    cluster.resolved(place, now.addresses(), now.generation());
                }
                if (now.fault() != null) {
                    cluster.lookupFailed(place, now.fault());
                }
            }
            listener.lookedUp(cluster.name(), before, now);
        }
    }
}
