package io.faultline.app.admin;

import io.netty.util.NetUtil;
import java.util.List;

/**
 * Defence against DNS rebinding: a page in an operator's browser can make its own name resolve to
 * 127.0.0.1 and would then read our pages as its own. But the browser still sends that name as {@code
 * Host}, and we answer only to addresses, to localhost and to the name we were bound by.
 */
final class HostCheck {

    private final List<String> names;

    HostCheck(String boundHost) {
        this(List.of(boundHost));
    }

    /** @param names by which it may be called, beside addresses and localhost */
    HostCheck(List<String> names) {
        this.names = List.copyOf(names);
    }

    /** Takes a {@code Host} header as it came: host and, maybe, port. */
    boolean allows(String header) {
        String host = header.strip();
        if (host.startsWith("[")) {
            int end = host.indexOf(']');
            return end > 0
                    && NetUtil.isValidIpV6Address(host.substring(1, end))
                    && isPortOrNothing(host.substring(end + 1));
        }
        int colon = host.indexOf(':');
        String name = colon < 0 ? host : host.substring(0, colon);
        return isPortOrNothing(host.substring(name.length()))
                && (NetUtil.isValidIpV4Address(name)
                        || name.equalsIgnoreCase("localhost")
                        || (!name.isEmpty() && names.stream().anyMatch(name::equalsIgnoreCase)));
    }

    private static boolean isPortOrNothing(String rest) {
        return rest.isEmpty()
                || (rest.charAt(0) == ':'
                        && rest.length() <= 6
                        && rest.substring(1).chars().allMatch(c -> c >= '0' && c <= '9'));
    }
}
