package io.faultline.app.diagnose.running;

import io.faultline.app.diagnose.ladder.Outcome;
import io.faultline.app.diagnose.ladder.Rung;
import io.faultline.core.Layer;
import io.faultline.core.Side;
import io.faultline.core.fault.Fault;
import io.faultline.core.fault.FaultCode;
import io.faultline.core.fault.SessionFault;
import io.faultline.core.fault.TransportFault;
import io.faultline.core.fault.ledger.RecentFault;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What clients met on this way a moment ago. What was our own doing makes the verdict where everything
 * else is well: no probe can see it. What endpoints did is told beside it, for a probe has asked them too,
 * in another way. What clients did themselves is nothing to diagnose.
 */
final class TrafficRung {

    private static final Duration LATELY = Duration.ofMinutes(1);

    /** Ends that a file asks for: nothing is wrong where they happen. */
    private static final Set<FaultCode> AS_CONFIGURED =
            Set.of(
                    TransportFault.IDLE_TIMEOUT,
                    SessionFault.SESSION_EXPIRED,
                    SessionFault.DRAINING);

    private TrafficRung() {}

    private record Met(RecentFault last, int times) {}

    /**
     * @param recent newest first
     * @param named what other rungs name already, with more evidence: told here only
     */
    static Rung of(
            List<RecentFault> recent,
            String listener,
            List<String> upstreams,
            Set<FaultCode> named,
            Instant now) {
        Map<String, Met> met = new LinkedHashMap<>();
        for (RecentFault each : recent) {
            if (each.at().isBefore(now.minus(LATELY))) {
                break;
            }
            if (isOnThisWay(each, listener, upstreams) && each.fault().side() != Side.CLIENT) {
                String kind = each.fault().code().id() + " (" + each.fault().side().label() + ")";
                met.merge(
                        kind,
                        new Met(each, 1),
                        (newest, older) -> new Met(newest.last, newest.times + 1));
            }
        }
        if (met.isEmpty()) {
            String well = "nothing failed here in the last minute, as far as is remembered";
            return Rung.of(Layer.L7, RunningProxy.TRAFFIC, Outcome.OK, -1, well);
        }
        Fault ours =
                met.values().stream()
                        .map(each -> each.last.fault())
                        .filter(each -> each.side() == Side.PROXY)
                        .filter(each -> !AS_CONFIGURED.contains(each.code()))
                        .filter(each -> !named.contains(each.code()))
                        .findFirst()
                        .orElse(null);
        Layer layer =
                ours != null
                        ? ours.code().layer()
                        : met.values().iterator().next().last.fault().code().layer();
        String summary = "this failed in the last minute";
        Rung rung = Rung.of(layer, RunningProxy.TRAFFIC, Outcome.NOTE, -1, summary);
        for (Map.Entry<String, Met> each : met.entrySet()) {
            rung = rung.with(each.getKey(), told(each.getValue(), now));
        }
        return ours == null ? rung : rung.broken(ours, summary);
    }

    private static boolean isOnThisWay(RecentFault each, String listener, List<String> upstreams) {
        String through = each.scope().listener();
        return upstreams.contains(each.scope().upstream())
                        && (listener.isEmpty() || through.isEmpty() || through.equals(listener))
                || !listener.isEmpty() && through.equals(listener);
    }

    private static String told(Met met, Instant now) {
        long seconds = Math.max(0, Duration.between(met.last.at(), now).toSeconds());
        String times = met.times == 1 ? "once" : met.times + " times, the last";
        return times + " " + seconds + " s ago";
    }
}
