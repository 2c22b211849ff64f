package io.faultline.core.discovery.dns.system;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What {@code hosts(5)} says: names the machine's owner has given addresses to, without DNS. */
record HostsFile(Map<String, List<InetAddress>> byName) {

    static HostsFile parse(List<String> lines) {
        Map<String, List<InetAddress>> byName = new HashMap<>();
        for (String line : lines) {
            int comment = line.indexOf('#');
            String[] words =
                    (comment < 0 ? line : line.substring(0, comment)).strip().split("\\s+");
            try {
                for (int i = 1; i < words.length; i++) {
                    String name = words[i].toLowerCase(Locale.ROOT);
                    InetAddress address = InetAddress.ofLiteral(words[0]);
                    byName.computeIfAbsent(name, n -> new ArrayList<>()).add(address);
                }
            } catch (IllegalArgumentException notAnAddress) {
                continue; // the C library passes over such a line as well
            }
        }
        return new HostsFile(byName);
    }

    List<InetAddress> addresses(String name) {
        return byName.getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
    }
}
