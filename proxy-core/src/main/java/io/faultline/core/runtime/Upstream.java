package io.faultline.core.runtime;

import io.faultline.core.config.source.Origins;
import io.faultline.core.config.upstream.UpstreamConfig;
import io.faultline.core.discovery.Discovery;
import io.faultline.core.runtime.upstream.Probers;
import io.faultline.core.tls.TlsOrigination;
import io.faultline.core.upstream.Cluster;
import io.faultline.core.upstream.connect.ConnectPolicy;
import io.faultline.core.upstream.connect.PoolPolicy;
import io.faultline.core.upstream.health.HealthChecker;
import org.jspecify.annotations.Nullable;

/** One configured upstream and all that was built from it. */
public record Upstream(
        UpstreamConfig config,
        Cluster cluster,
        ConnectPolicy policy,
        PoolPolicy pool,
        @Nullable TlsOrigination tls,
        Discovery discovery,
        HealthChecker health,
        Probers probers) {

    /** Begins to look up names and to check. Control thread. */
    void start() {
        discovery.configured();
        health.configured();
    }

    /** Nothing is known yet of names that were asked for. Control thread. */
    boolean isWaitingForNames() {
        return cluster.endpoints().entries().isEmpty()
                && discovery.names().stream().anyMatch(name -> name.lookups() == 0);
    }

    /** What is written now, with all that is known of the endpoints. */
    Upstream writtenAnew(
            UpstreamConfig now,
            ConnectPolicy connect,
            PoolPolicy pooling,
            @Nullable TlsOrigination newTls) {
        return new Upstream(now, cluster, connect, pooling, newTls, discovery, health, probers);
    }

    /** This is what is in force from now on. Control thread. */
    void follow(Origins origins) {
        probers.follow(config, tls, origins);
        cluster.reconfigure(config);
        start();
    }

    /** Nobody is sent there any more; sessions that are open go on. Control thread. */
    void close() {
        health.close();
        discovery.close();
        cluster.close();
    }
}
