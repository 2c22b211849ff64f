package io.faultline.core.runtime;

import io.faultline.core.config.UpstreamConfig;
import io.faultline.core.discovery.Discovery;
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
        HealthChecker health) {

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

    void close() {
        if (tls != null) {
            tls.close();
        }
        health.close();
        discovery.close();
    }
}
