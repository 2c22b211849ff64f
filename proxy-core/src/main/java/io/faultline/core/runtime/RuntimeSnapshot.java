package io.faultline.core.runtime;

import io.faultline.core.config.load.LoadedConfig;
import io.faultline.core.runtime.fullness.Watched;
import io.faultline.core.runtime.fullness.Watched.WatchedUpstream;
import io.faultline.core.runtime.listening.ListenerGroup;
import io.faultline.core.tls.CertificateStore;
import io.faultline.core.tls.HandshakeCap;
import java.util.List;

/**
 * A configuration in force, and what serves it. Immutable, and exchanged whole.
 *
 * @param generation which load this is, counted from 1; it stands on every access log record
 * @param handshakes the cap that all listeners share, and how many are under way
 */
record RuntimeSnapshot(
        long generation,
        LoadedConfig loaded,
        List<ListenerGroup> listeners,
        List<CertificateStore> certificates,
        HandshakeCap handshakes) {

    RuntimeSnapshot {
        listeners = List.copyOf(listeners);
        certificates = List.copyOf(certificates);
    }

    /** As whoever wants to know how full it is looks at it. */
    Watched watched(List<Upstream> upstreams) {
        List<WatchedUpstream> pools =
                upstreams.stream()
                        .map(each -> new WatchedUpstream(each.cluster(), each.pool()))
                        .toList();
        return new Watched(loaded, handshakes, listeners, pools);
    }
}
