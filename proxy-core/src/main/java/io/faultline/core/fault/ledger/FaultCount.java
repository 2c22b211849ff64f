package io.faultline.core.fault.ledger;

import io.faultline.core.Layer;
import io.faultline.core.Side;
import io.faultline.core.fault.FaultCode;

/**
 * How often one thing broke.
 *
 * @param name the upstream or the listener it broke at, "" for none, or {@link FaultLedger#OTHER}
 * @param last the most recent one of them: a flood of other faults does not push it out
 */
public record FaultCount(FaultCode code, Side side, String name, long count, RecentFault last) {

    public Layer layer() {
        return code.layer();
    }
}
