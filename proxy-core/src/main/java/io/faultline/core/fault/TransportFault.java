package io.faultline.core.fault;

/** What can break on L4. */
public enum TransportFault implements FaultCode {
    CONNECT_REFUSED(FaultSpec.stub("L4.CONNECT_REFUSED")),
    CONNECT_TIMEOUT(FaultSpec.stub("L4.CONNECT_TIMEOUT")),
    RESET(FaultSpec.stub("L4.RESET")),
    STALE_REUSE(FaultSpec.stub("L4.STALE_REUSE")),
    CLOSED_EARLY(FaultSpec.stub("L4.CLOSED_EARLY")),
    READ_STALLED(FaultSpec.stub("L4.READ_STALLED")),
    WRITE_STALLED(FaultSpec.stub("L4.WRITE_STALLED")),
    IDLE_TIMEOUT(FaultSpec.stub("L4.IDLE_TIMEOUT")),
    PORTS_EXHAUSTED(FaultSpec.stub("L4.PORTS_EXHAUSTED")),
    FILES_EXHAUSTED(FaultSpec.stub("L4.FILES_EXHAUSTED")),
    CONNTRACK_FULL(FaultSpec.stub("L4.CONNTRACK_FULL")),
    LISTEN_OVERFLOW(FaultSpec.stub("L4.LISTEN_OVERFLOW"));

    private final FaultSpec spec;

    TransportFault(FaultSpec spec) {
        this.spec = spec;
    }

    @Override
    public FaultSpec spec() {
        return spec;
    }
}
