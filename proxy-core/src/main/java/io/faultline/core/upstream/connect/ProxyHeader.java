package io.faultline.core.upstream.connect;

import io.faultline.core.address.PeerAddress;
import io.faultline.core.wire.Wire;
import java.util.function.Supplier;

public final class ProxyHeader {
    private ProxyHeader() {}

    public static void send(
            WorkerUpstream upstream,
            PeerAddress client,
            Supplier<PeerAddress> destination,
            Wire wire) {}
}
