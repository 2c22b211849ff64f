package io.faultline.core.upstream.member;

import io.faultline.core.config.upstream.EndpointConfig;
import java.net.InetSocketAddress;

/**
 * One address and the line of config it came from; a DNS name stands for several of these.
 *
 * @param answer which answer of DNS named it, the first one being 1; 0 where no name is behind it
 */
public record Member(InetSocketAddress address, EndpointConfig config, long answer) {

    public Member {
        if (address.isUnresolved()) {
            throw new IllegalArgumentException("not an address yet: " + address);
        }
    }

    public Member(InetSocketAddress address, EndpointConfig config) {
        this(address, config, 0);
    }
}
