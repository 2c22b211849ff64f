package io.faultline.core.runtime;

import io.faultline.core.config.source.Origins;
import io.faultline.core.tls.TlsOrigination;
import java.util.List;
import java.util.Map;

/**
 * The upstreams of a configuration that is not in force yet, beside those that are.
 *
 * @param origins where they are written
 * @param all by name, as they will be
 * @param added of these, those that nobody knew
 * @param gone those that are in force and will not be
 * @param opened TLS that only this plan uses
 * @param replaced TLS in force that nobody will use for new connections
 */
record UpstreamPlan(
        Origins origins,
        Map<String, Upstream> all,
        List<Upstream> added,
        List<Upstream> gone,
        List<TlsOrigination> opened,
        List<TlsOrigination> replaced) {

    /** Begins to look up the names of those that are new. Control thread. */
    void lookUpNames() {
        added.forEach(Upstream::start);
    }

    /** Control thread. */
    boolean isWaitingForNames() {
        return added.stream().anyMatch(Upstream::isWaitingForNames);
    }

    /** Will not be in force. Control thread. */
    void abandon() {
        added.forEach(Upstream::close);
        opened.forEach(TlsOrigination::close);
    }
}
