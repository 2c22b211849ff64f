package io.faultline.core.runtime.upstream;

import io.faultline.core.discovery.DiscoveryListener;
import io.faultline.core.discovery.dns.NameState;
import io.faultline.core.fault.Fault;
import io.faultline.core.fault.ledger.Change;
import io.faultline.core.fault.ledger.FaultLedger;
import io.faultline.core.fault.ledger.FaultScope;
import io.faultline.core.upstream.ClusterEvent;
import io.faultline.core.upstream.ClusterListener;
import io.faultline.core.upstream.Contradiction;
import io.faultline.core.upstream.Endpoint;
import io.faultline.core.upstream.FaultSeen;
import io.faultline.core.upstream.HealthVerdict;
import io.faultline.core.upstream.health.HealthListener;
import io.faultline.core.upstream.order.EndpointOrders;
import java.net.InetAddress;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Tells the operator in sentences what changes about the upstreams, and keeps the faults of health
 * checks and lookups in the ledger. A state that lasts is said once.
 *
 * <p>On the control thread only.
 */
public final class OperatorNews implements ClusterListener, HealthListener, DiscoveryListener {

    private static final int MOST_ADDRESSES = 8;

    private final FaultLedger faults;
    private final Consumer<String> say;

    public OperatorNews(FaultLedger faults, Consumer<String> say) {
        this.faults = faults;
        this.say = say;
    }

    @Override
    public void on(ClusterEvent event) {
        if (event instanceof ClusterEvent.Ordered ordered) {
            faults.changes()
                    .add(
                            Change.Kind.ORDER,
                            "upstream " + ordered.cluster().name(),
                            ordered.generation(),
                            ordered.endpoint().name() + ": " + words(ordered.now()));
        }
        if (event instanceof ClusterEvent.CircuitTurned turned) {
            faults.changes()
                    .add(
                            Change.Kind.CIRCUIT,
                            "upstream " + turned.cluster().name(),
                            turned.generation(),
                            turned.open() ? "open, " + turned.why() : "closed");
        }
        String sentence = sentence(event);
        if (sentence != null) {
            say.accept(sentence);
        }
    }

    private static @Nullable String sentence(ClusterEvent event) {
        return switch (event) {
            case ClusterEvent.EndpointAdded added -> null; // the start would be nothing but these
            case ClusterEvent.EndpointRemoved removed ->
                    removed.endpoint() + " is no longer a member; its sessions finish";
            case ClusterEvent.StateChanged changed ->
                    changed.endpoint()
                            + " is "
                            + changed.to()
                            + " (was "
                            + changed.from()
                            + ")"
                            + because(changed.fault());
            case ClusterEvent.EjectionHeld held ->
                    held.endpoint()
                            + " keeps failing but stays in use: "
                            + switch (held.reason()) {
                                case LAST_ONE -> "it is the last one";
                                case MAX_PERCENT -> "enough endpoints are ejected already";
                            }
                            + because(held.fault());
            case ClusterEvent.CommonCauseSuspected suspected ->
                    suspected.cluster().name()
                            + ": all endpoints fail on "
                            + suspected.layer()
                            + " at once. Suspect our own side (route, DNS, CA, firewall) rather than"
                            + " all of them; nobody is ejected for it"
                            + because(suspected.fault());
            case ClusterEvent.CommonCauseOver over ->
                    over.cluster().name() + ": no longer do all endpoints fail on " + over.layer();
            case ClusterEvent.TierChanged tier ->
                    tier.cluster().name()
                            + (tier.onBackups()
                                    ? ": no primary endpoint can serve, sessions go to the backups"
                                    : ": sessions go to primary endpoints again");
            case ClusterEvent.CircuitTurned turned ->
                    turned.cluster().name()
                            + (turned.open()
                                    ? ": its circuit is open, requests are answered at once: "
                                            + turned.why()
                                    : ": its circuit is closed again, a trial went well");
            case ClusterEvent.Ordered ordered ->
                    ordered.endpoint()
                            + " is ordered to be: "
                            + words(ordered.now())
                            + (ordered.byItself() ? "; the time of the order is over" : "");
        };
    }

    private static String words(EndpointOrders orders) {
        return orders.isAny() ? orders.words() : "auto";
    }

    private static String because(@Nullable FaultSeen seen) {
        return seen == null ? "" : ": " + seen.fault();
    }

    @Override
    public void contradicts(Endpoint endpoint, @Nullable Contradiction now) {
        say.accept(
                endpoint
                        + ": "
                        + (now == null
                                ? "its health check and traffic no longer contradict each other"
                                : now.toString()));
    }

    @Override
    public void verdictChanged(
            Endpoint endpoint, HealthVerdict from, HealthVerdict to, @Nullable Fault fault) {
        if (fault != null) {
            faults.record(fault, FaultScope.ofUpstream(endpoint.cluster()), endpoint.name(), 0);
        }
    }

    @Override
    public void lookedUp(String upstream, NameState before, NameState now) {
        if (now.generation() != before.generation()) {
            faults.changes()
                    .add(
                            Change.Kind.DNS,
                            "upstream " + upstream,
                            now.generation(),
                            now.name() + " is " + addresses(now));
        }
        Fault fault = now.fault();
        if (fault != null) {
            faults.record(fault, FaultScope.ofUpstream(upstream), null, 0);
        }
        if (!Objects.equals(code(before), code(now))) {
            say.accept(
                    fault == null
                            ? upstream + ": " + now.name() + " resolves again"
                            : upstream
                                    + ": "
                                    + now.name()
                                    + " cannot be resolved"
                                    + (now.servesLastGood()
                                            ? ", the last good answer stays in use"
                                            : "")
                                    + ": "
                                    + fault);
        }
    }

    private static String addresses(NameState state) {
        return state.addresses().stream()
                .limit(MOST_ADDRESSES)
                .map(InetAddress::getHostAddress)
                .collect(Collectors.joining(", "));
    }

    private static @Nullable Object code(NameState state) {
        Fault fault = state.fault();
        return fault == null ? null : fault.code();
    }
}
