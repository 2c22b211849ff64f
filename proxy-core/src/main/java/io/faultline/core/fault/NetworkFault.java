package io.faultline.core.fault;

/** What can break on L3. */
public enum NetworkFault implements FaultCode {
    NETWORK_UNREACHABLE(FaultSpec.stub("L3.NETWORK_UNREACHABLE")),
    HOST_UNREACHABLE(FaultSpec.stub("L3.HOST_UNREACHABLE")),
    ADDRESS_DENIED(FaultSpec.stub("L3.ADDRESS_DENIED"));

    private final FaultSpec spec;

    NetworkFault(FaultSpec spec) {
        this.spec = spec;
    }

    @Override
    public FaultSpec spec() {
        return spec;
    }
}
