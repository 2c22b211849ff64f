package io.faultline.core.fault;

/** What can break on L2. */
public enum LinkFault implements FaultCode {
    NEIGHBOR_UNRESOLVED(FaultSpec.stub("L2.NEIGHBOR_UNRESOLVED"));

    private final FaultSpec spec;

    LinkFault(FaultSpec spec) {
        this.spec = spec;
    }

    @Override
    public FaultSpec spec() {
        return spec;
    }
}
