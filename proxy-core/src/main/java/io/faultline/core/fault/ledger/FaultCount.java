package io.faultline.core.fault.ledger;

import io.faultline.core.Layer;
import io.faultline.core.Side;
import io.faultline.core.fault.FaultCode;

/**
 * How often one thing broke.
 *
 * @param name the upstream or the listener it broke at, "" for none, or {@link FaultLedger#OTHER}
 * @param lately in the time before now; zeros in counts by listener, which are kept as totals only
 * @param last the most recent one of them: a flood of other faults does not push it out
 */
public record FaultCount(
        FaultCode code, Side side, String name, long count, Lately lately, RecentFault last) {

    public Layer layer() {
        return code.layer();
    }
}
