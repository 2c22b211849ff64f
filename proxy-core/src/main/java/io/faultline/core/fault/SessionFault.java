package io.faultline.core.fault;

/** What can break on L5. */
public enum SessionFault implements FaultCode {
    CONNECTION_LIMIT(FaultSpec.stub("L5.CONNECTION_LIMIT")),
    QUEUE_TIMEOUT(FaultSpec.stub("L5.QUEUE_TIMEOUT")),
    NO_ENDPOINTS(FaultSpec.stub("L5.NO_ENDPOINTS")),
    NONE_HEALTHY(FaultSpec.stub("L5.NONE_HEALTHY")),
    PREAMBLE_INVALID(FaultSpec.stub("L5.PREAMBLE_INVALID")),
    DRAINING(FaultSpec.stub("L5.DRAINING")),
    SESSION_EXPIRED(FaultSpec.stub("L5.SESSION_EXPIRED"));

    private final FaultSpec spec;

    SessionFault(FaultSpec spec) {
        this.spec = spec;
    }

    @Override
    public FaultSpec spec() {
        return spec;
    }
}
