package io.faultline.app.diagnose.running;

import io.faultline.app.diagnose.ladder.Outcome;
import io.faultline.app.diagnose.ladder.Rung;
import io.faultline.core.Layer;
import io.faultline.core.Side;
import io.faultline.core.Stage;
import io.faultline.core.fault.ApplicationFault;
import io.faultline.core.fault.Fault;
import io.faultline.core.fault.FaultCode;
import io.faultline.core.fault.SessionFault;
import io.faultline.core.fault.TransportFault;
import io.faultline.core.observe.saturation.Resource;
import io.faultline.core.observe.saturation.SaturationReport;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What whoever comes next would run into. A cap that is reached refuses them, so it is broken; a pool
 * whose connections are all busy lets them wait, so it is a note.
 */
final class FullnessRung {

    private static final String NAME = "fullness";
    private static final double WORTH_A_LOOK = 0.9;
    private static final int MOST = 6;

    private FullnessRung() {}

    static Rung of(SaturationReport report, String listener, List<String> upstreams) {
        List<Resource> full =
                report.resources().stream()
                        .filter(each -> each.isKnown() && each.ratio() >= WORTH_A_LOOK)
                        .filter(each -> concerns(each, listener, upstreams))
                        .limit(MOST)
                        .toList();
        if (full.isEmpty()) {
            return Rung.of(Layer.L5, NAME, Outcome.OK, -1, "no cap or pool on this way is full");
        }
        Resource first =
                full.stream()
                        .filter(each -> refuses(each) != null)
                        .findFirst()
                        .orElse(full.getFirst());
        Rung rung =
                Rung.of(first.layer(), NAME, Outcome.NOTE, -1, first.name() + " is (nearly) full");
        for (Resource each : full) {
            rung = rung.with(each.name(), each.state());
        }
        FaultCode code = refuses(first);
        return code == null
                ? rung
                : rung.broken(
                        Fault.of(code, Side.PROXY, stage(code))
                                .with("full", first.toString())
                                .with("advice", first.kind().remedy()),
                        first.name() + ": full, whoever comes now is refused");
    }

    private static boolean concerns(Resource each, String listener, List<String> upstreams) {
        return switch (each.kind()) {
            case POOL, PENDING, REQUESTS -> upstreams.contains(each.subject());
            case CLIENT_CONNECTIONS, ACCEPT_QUEUE, HANDSHAKES ->
                    each.subject().equals("all listeners")
                            || each.subject().equals("listener " + listener);
            case FILES, SYSTEM_FILES, CONNTRACK, TCP_MEMORY -> true;
            default -> false;
        };
    }

    /** The code that the next one gets, or null where they only wait. */
    private static @Nullable FaultCode refuses(Resource resource) {
        if (resource.ratio() < 1) {
            return null;
        }
        return switch (resource.kind()) {
            case CLIENT_CONNECTIONS, HANDSHAKES -> SessionFault.CONNECTION_LIMIT;
            case FILES, SYSTEM_FILES -> TransportFault.FILES_EXHAUSTED;
            case CONNTRACK -> TransportFault.CONNTRACK_FULL;
            case REQUESTS -> ApplicationFault.OVERLOADED;
            default -> null;
        };
    }

    private static Stage stage(FaultCode code) {
        if (code == ApplicationFault.OVERLOADED) {
            return Stage.BALANCE;
        }
        return code == SessionFault.CONNECTION_LIMIT ? Stage.GATE : Stage.CONNECT;
    }
}
