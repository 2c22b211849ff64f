package io.faultline.app.dashboard.picture;

import io.faultline.core.Layer;
import io.faultline.core.fault.ledger.Change;
import io.faultline.core.fault.ledger.FaultCount;
import io.faultline.core.fault.ledger.Onset;
import io.faultline.core.runtime.Upstream;
import io.faultline.core.upstream.CommonCause;
import io.faultline.core.upstream.Contradiction;
import io.faultline.core.upstream.EndpointSet;
import java.util.ArrayList;
import java.util.List;

/** Something that is no fault by itself and says where to look. */
public record Finding(Kind kind, Layer layer, int column, String text) {

    private static final int MOST = 12;

    /** What it rests on. */
    public enum Kind {
        COMMON_CAUSE, // all endpoints of an upstream fail on one layer
        CONTRADICTION, // checks and traffic say the opposite
        ONSET // it began soon after something was changed
    }

    static List<Finding> among(
            List<Upstream> upstreams,
            List<FaultCount> counts,
            List<Change> changes,
            Columns columns) {
        var found = new ArrayList<Finding>();
        for (Upstream each : upstreams) {
            CommonCause cause = each.cluster().commonCause();
            int column = columns.ofUpstream(each.cluster().name());
            if (cause != null) {
                String text = each.cluster().name() + ": " + cause;
                found.add(new Finding(Kind.COMMON_CAUSE, cause.layer(), column, text));
            }
        }
        for (Upstream each : upstreams) {
            for (EndpointSet.Entry entry : each.cluster().endpoints().entries()) {
                Contradiction seen = entry.endpoint().contradiction();
                if (seen != null) {
                    found.add(
                            new Finding(
                                    Kind.CONTRADICTION,
                                    seen.fault().fault().code().layer(),
                                    columns.ofUpstream(each.cluster().name()),
                                    each.cluster().name()
                                            + " "
                                            + entry.endpoint().name()
                                            + ": "
                                            + seen));
                }
            }
        }
        for (Onset onset : Onset.among(counts, changes)) {
            int column = columns.of(onset.side(), onset.upstream());
            found.add(new Finding(Kind.ONSET, onset.layer(), column, onset.words()));
        }
        return List.copyOf(found.subList(0, Math.min(MOST, found.size())));
    }
}
