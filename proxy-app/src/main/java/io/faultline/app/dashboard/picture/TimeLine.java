package io.faultline.app.dashboard.picture;

import io.faultline.core.Layer;
import io.faultline.core.Side;
import io.faultline.core.fault.ledger.Change;
import io.faultline.core.fault.ledger.FaultCount;
import io.faultline.core.fault.ledger.FaultLedger;
import io.faultline.core.runtime.Upstream;
import io.faultline.core.upstream.EndpointSet;
import io.faultline.core.upstream.EndpointState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What was changed, what changed its state and what began to break, on one line of time. It looks once a
 * second; an upstream whose snapshot is the one of before is not looked into.
 */
final class TimeLine {

    private static final int KEPT = 160;

    private record Seen(EndpointSet set, Map<String, EndpointState> states) {}

    private record Broken(Layer layer, Side side, String upstream, Instant began) {}

    private final Kept<Happening> kept = new Kept<>(KEPT);
    private final Map<String, Seen> upstreams = new HashMap<>();
    private Set<Change> changes = Set.of();
    private Set<Broken> broken = Set.of();

    void look(List<Upstream> all, FaultLedger ledger, List<FaultCount> counts, Instant now) {
        var found = new ArrayList<Happening>();
        changes(ledger.changes().recent(), found);
        began(counts, found);
        all.forEach(each -> endpoints(each, now, found));
        found.stream().sorted(Comparator.comparing(Happening::at)).forEach(kept::add);
        Set<String> names = new HashSet<>();
        all.forEach(each -> names.add(each.cluster().name()));
        upstreams.keySet().retainAll(names);
    }

    private void changes(List<Change> recent, List<Happening> found) {
        for (Change each : recent) {
            if (!changes.contains(each)) {
                found.add(new Happening(each.at(), kind(each), null, text(each)));
            }
        }
        changes = Set.copyOf(recent);
    }

    private static Happening.Kind kind(Change change) {
        return switch (change.kind()) {
            case CONFIG -> Happening.Kind.CONFIG;
            case CERTIFICATE -> Happening.Kind.CERTIFICATE;
            case DNS -> Happening.Kind.DNS;
            case ORDER -> Happening.Kind.ORDER;
            case CIRCUIT -> Happening.Kind.ENDPOINT; // of all of an upstream at once
        };
    }

    private static String text(Change change) {
        return change.words() + (change.detail().isEmpty() ? "" : ": " + change.detail());
    }

    private void began(List<FaultCount> counts, List<Happening> found) {
        var now = new HashSet<Broken>();
        for (FaultCount each : counts) {
            if (each.lately().lastHour() == 0) {
                continue;
            }
            var one = new Broken(each.layer(), each.side(), each.name(), each.lately().began());
            if (now.add(one) && !broken.contains(one)) {
                String whose = each.name().isEmpty() ? "" : " of " + each.name();
                String text = each.code().id() + whose + " (" + each.side().label() + ") began";
                found.add(new Happening(one.began(), Happening.Kind.FAULT, one.layer(), text));
            }
        }
        broken = Set.copyOf(now);
    }

    private void endpoints(Upstream upstream, Instant now, List<Happening> found) {
        EndpointSet set = upstream.cluster().endpoints();
        String name = upstream.cluster().name();
        Seen before = upstreams.get(name);
        if (before != null && before.set == set) {
            return;
        }
        Map<String, EndpointState> states = new HashMap<>();
        set.entries().forEach(each -> states.put(each.endpoint().name(), each.state()));
        upstreams.put(name, new Seen(set, states));
        if (before == null) {
            return;
        }
        states.forEach(
                (endpoint, state) -> {
                    EndpointState was = before.states.get(endpoint);
                    if (was != state) {
                        String from = was == null ? "new" : label(was);
                        String text = name + " " + endpoint + ": " + from + " → " + label(state);
                        found.add(new Happening(now, Happening.Kind.ENDPOINT, null, text));
                    }
                });
        before.states.keySet().stream()
                .filter(endpoint -> !states.containsKey(endpoint))
                .forEach(
                        endpoint ->
                                found.add(
                                        new Happening(
                                                now,
                                                Happening.Kind.ENDPOINT,
                                                null,
                                                name + " " + endpoint + ": gone")));
    }

    private static String label(EndpointState state) {
        return state.name().toLowerCase(Locale.ROOT);
    }

    Kept<Happening> kept() {
        return kept;
    }
}
