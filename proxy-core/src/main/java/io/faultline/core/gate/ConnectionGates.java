package io.faultline.core.gate;

import io.faultline.core.address.IpPrefix;
import io.faultline.core.address.PrefixTable;
import io.faultline.core.config.LimitsConfig;
import io.faultline.core.config.ListenerConfig;
import io.faultline.core.config.ProxyProtocolInConfig;
import io.faultline.core.config.source.Origins;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Builds the gates of one configuration after another on counts that live as long as the process, so
 * that a reload changes every limit and forgets no open connection. On the control thread only.
 */
public final class ConnectionGates {

    private final DescriptorBudget descriptors;
    private final OpenCount inProcess = new OpenCount();
    private final Map<String, ListenerCounts> onListeners = new ConcurrentHashMap<>();

    public ConnectionGates(DescriptorBudget descriptors) {
        this.descriptors = descriptors;
    }

    /** A listener keeps its counts as long as it keeps its name. */
    public ConnectionGate build(ListenerConfig listener, LimitsConfig limits, Origins origins) {
        var caps =
                new ConnectionCaps(
                        descriptors.connectionCap(limits, origins),
                        inProcess,
                        cap(listener, "maxConnections", listener.maxConnections(), origins),
                        cap(
                                listener,
                                "maxConnectionsPerClient",
                                listener.maxConnectionsPerClient(),
                                origins),
                        onListeners.computeIfAbsent(listener.name(), name -> new ListenerCounts()));
        Firewall firewall =
                listener.firewall() == null
                        ? Firewall.OPEN
                        : Firewall.of(listener.firewall(), origins);
        return new ConnectionGate(firewall, headerSources(listener.proxyProtocol()), caps);
    }

    private static Cap cap(ListenerConfig listener, String key, int limit, Origins origins) {
        return new Cap("listener " + listener.name() + " " + key, limit, origins.of(listener, key));
    }

    private static PrefixTable headerSources(@Nullable ProxyProtocolInConfig config) {
        return config == null
                ? PrefixTable.EMPTY
                : PrefixTable.of(
                        config.from().stream()
                                .map(range -> IpPrefix.of(range.network(), range.prefixBits()))
                                .toList());
    }

    /** What {@link #inProcess} is held against. */
    public Cap processCap(LimitsConfig limits, Origins origins) {
        return descriptors.connectionCap(limits, origins);
    }

    /** Connections open now on the listener of this name. */
    public int openOn(String listener) {
        ListenerCounts counts = onListeners.get(listener);
        return counts == null ? 0 : counts.open().open();
    }

    public OpenCount inProcess() {
        return inProcess;
    }
}
