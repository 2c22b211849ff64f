package io.faultline.core.wire;

import io.faultline.core.address.PeerAddress;

/** An address could not be bound: startup or reload says so and goes no further. */
public final class BindFailure extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient PeerAddress address;
    private final int errno;

    public BindFailure(PeerAddress address, int errno) {
        super("cannot listen on " + address + ": errno " + errno);
        this.address = address;
        this.errno = errno;
    }

    public PeerAddress address() {
        return address;
    }

    public int errno() {
        return errno;
    }
}
