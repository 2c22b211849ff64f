package io.faultline.core.fault;

import org.jspecify.annotations.Nullable;

public final class FaultLedger {
    public void record(Fault fault, String scope, @Nullable String endpoint, long connectionId) {}
}
