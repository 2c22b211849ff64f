package io.faultline.app.explain;

import io.faultline.app.explain.Way.Step;
import io.faultline.core.address.PeerAddress;
import io.faultline.core.config.ListenerConfig;
import io.faultline.core.config.load.LoadedConfig;
import io.faultline.core.fault.Fault;
import io.faultline.core.gate.ConnectionGate;
import io.faultline.core.gate.ConnectionGates;
import io.faultline.core.gate.DescriptorBudget;
import io.faultline.core.gate.Seat;
import io.faultline.core.gate.Verdict;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Asks the gate of a listener about a client, as if nobody else were connected. */
final class GateStep {

    private static final String NAME = "gate";

    private final LoadedConfig loaded;
    private final ListenerConfig listener;
    private final ConnectionGate gate;

    GateStep(LoadedConfig loaded, ListenerConfig listener) {
        this.loaded = loaded;
        this.listener = listener;
        this.gate =
                new ConnectionGates(DescriptorBudget.ofThisProcess())
                        .build(listener, loaded.config().limits(), loaded.origins());
    }

    /** @return the code of a refusal, or null */
    @Nullable String addTo(List<Step> steps, PeerAddress client) {
        Verdict verdict = gate.admit(client, new Seat());
        if (verdict instanceof Verdict.Refusal refusal) {
            Fault fault = refusal.fault();
            String at = fault.evidence().value("at");
            steps.add(
                    new Step(
                            NAME,
                            client.addressText()
                                    + " is turned away: "
                                    + fault.code().id()
                                    + ", "
                                    + fault.evidence().value("rule"),
                            at == null ? "" : at,
                            List.of()));
            return fault.code().id();
        }
        String verdictText =
                listener.firewall() == null
                        ? "no firewall: everybody comes in"
                        : "the firewall lets " + client.addressText() + " in";
        String where = listener.firewall() == null ? "" : loaded.origins().of(listener.firewall());
        steps.add(new Step(NAME, verdictText, where, remarks(client)));
        return null;
    }

    private List<String> remarks(PeerAddress client) {
        List<String> remarks = new ArrayList<>();
        if (gate.expectsHeaderFrom(client)) {
            remarks.add(
                    "this peer must send a PROXY header ("
                            + loaded.origins().of(listener, "proxyProtocol")
                            + "); whom it names is judged by the firewall again");
        }
        cap(remarks, "maxConnections", listener.maxConnections());
        cap(remarks, "maxConnectionsPerClient", listener.maxConnectionsPerClient());
        return remarks;
    }

    private void cap(List<String> remarks, String key, int most) {
        if (most > 0) {
            remarks.add(key + "=" + most + " (" + loaded.origins().of(listener, key) + ")");
        }
    }
}
