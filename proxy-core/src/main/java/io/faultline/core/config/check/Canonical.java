package io.faultline.core.config.check;

import io.faultline.core.address.PeerAddress;
import io.faultline.core.config.text.IpLiteral;
import io.faultline.core.config.value.HostPort;
import java.util.Locale;

/** One spelling for each host, so that {@code ::1} and {@code 0:0:0:0:0:0:0:1} are seen to be the same. */
final class Canonical {

    private Canonical() {}

    static String host(HostPort address) {
        String host = address.host().toLowerCase(Locale.ROOT);
        String bare = IpLiteral.withoutZone(host);
        byte[] bytes = IpLiteral.bytes(bare);
        if (bytes == null) {
            return host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
        }
        String zone = host.substring(bare.length());
        return PeerAddress.fromBytes(bytes, 0, bytes.length, 0).addressText() + zone;
    }

    static String hostAndPort(HostPort address) {
        return host(address) + " " + address.port();
    }

    static boolean isV4(String host) {
        return host.indexOf(':') < 0;
    }
}
