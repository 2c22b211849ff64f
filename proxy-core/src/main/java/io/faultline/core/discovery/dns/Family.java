package io.faultline.core.discovery.dns;

import io.faultline.core.config.upstream.DnsConfig;
import io.netty.handler.codec.dns.DnsRecordType;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.List;

/** The two kinds of address a name may have. Each is a question of its own. */
public enum Family {
    V4(DnsRecordType.A, Inet4Address.class),
    V6(DnsRecordType.AAAA, Inet6Address.class);

    private final DnsRecordType recordType;
    private final Class<? extends InetAddress> addressType;

    Family(DnsRecordType recordType, Class<? extends InetAddress> addressType) {
        this.recordType = recordType;
        this.addressType = addressType;
    }

    /** The families the config asks for, in the order they are asked. */
    static List<Family> wanted(DnsConfig.Family config) {
        return switch (config) {
            case V4 -> List.of(V4);
            case V6 -> List.of(V6);
            case BOTH -> List.of(V4, V6);
        };
    }

    DnsRecordType recordType() {
        return recordType;
    }

    boolean has(InetAddress address) {
        return addressType.isInstance(address);
    }
}
