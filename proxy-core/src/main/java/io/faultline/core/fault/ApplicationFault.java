package io.faultline.core.fault;

/** What can break on L7. */
public enum ApplicationFault implements FaultCode {
    DNS_TIMEOUT(FaultSpec.stub("L7.DNS_TIMEOUT")),
    DNS_NXDOMAIN(FaultSpec.stub("L7.DNS_NXDOMAIN")),
    DNS_SERVFAIL(FaultSpec.stub("L7.DNS_SERVFAIL")),
    DNS_EMPTY(FaultSpec.stub("L7.DNS_EMPTY")),
    CLIENT_ABORT(FaultSpec.stub("L7.CLIENT_ABORT")),
    INTERNAL(FaultSpec.stub("L7.INTERNAL"));

    private final FaultSpec spec;

    ApplicationFault(FaultSpec spec) {
        this.spec = spec;
    }

    @Override
    public FaultSpec spec() {
        return spec;
    }
}
