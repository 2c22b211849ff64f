package io.faultline.core.runtime.fullness;

import io.faultline.core.config.load.LoadedConfig;
import io.faultline.core.runtime.listening.ListenerGroup;
import io.faultline.core.tls.HandshakeCap;
import io.faultline.core.upstream.Cluster;
import io.faultline.core.upstream.connect.PoolPolicy;
import java.util.List;

/** What is looked at: the configuration in force and what was built from it. */
public record Watched(
        LoadedConfig loaded,
        HandshakeCap handshakes,
        List<ListenerGroup> listeners,
        List<WatchedUpstream> upstreams) {

    /** An upstream with the bounds of its pool. */
    public record WatchedUpstream(Cluster cluster, PoolPolicy pool) {}
}
