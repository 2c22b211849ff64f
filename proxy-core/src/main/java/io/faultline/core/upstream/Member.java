package io.faultline.core.upstream;

import io.faultline.core.config.EndpointConfig;
import java.net.InetSocketAddress;

/** One address and the line of config it came from; a DNS name stands for several of these. */
public record Member(InetSocketAddress address, EndpointConfig config) {

    public Member {
        if (address.isUnresolved()) {
            throw new IllegalArgumentException("not an address yet: " + address);
        }
    }
}
