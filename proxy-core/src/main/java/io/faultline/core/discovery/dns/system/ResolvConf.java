package io.faultline.core.discovery.dns.system;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@code resolv.conf(5)} says: the system's name servers and how short names are completed.
 * Lines nobody can read are passed over, as the C library does.
 */
record ResolvConf(List<InetSocketAddress> servers, SearchList search) {

    private static final int DNS_PORT = 53;
    private static final int MAX_NDOTS = 15; // resolv.conf(5)

    static ResolvConf parse(List<String> lines) {
        List<InetSocketAddress> servers = new ArrayList<>();
        List<String> domains = List.of();
        int ndots = 1;
        for (String line : lines) {
            String[] words = line.strip().split("\\s+");
            List<String> values = List.of(words).subList(1, words.length);
            switch (words[0]) {
                case "nameserver" -> addServer(servers, values);
                case "search", "domain" -> domains = domains(values); // the last one wins
                case "options" -> ndots = ndots(values, ndots);
                default -> {} // comments, sortlist, whatever comes
            }
        }
        if (servers.isEmpty()) { // resolv.conf(5): the default is the local machine
            servers.add(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), DNS_PORT));
        }
        return new ResolvConf(List.copyOf(servers), new SearchList(domains, ndots));
    }

    private static void addServer(List<InetSocketAddress> servers, List<String> values) {
        if (values.isEmpty()) {
            return;
        }
        InetAddress address = literal(values.getFirst());
        if (address != null) {
            servers.add(new InetSocketAddress(address, DNS_PORT));
        }
    }

    private static @Nullable InetAddress literal(String text) {
        try {
            return InetAddress.ofLiteral(text);
        } catch (IllegalArgumentException notAnAddress) {
            return null;
        }
    }

    private static List<String> domains(List<String> values) {
        return values.stream()
                .map(v -> v.endsWith(".") ? v.substring(0, v.length() - 1) : v)
                .filter(v -> !v.isEmpty()) // a lone dot is the root: the name as it stands
                .toList();
    }

    private static int ndots(List<String> options, int before) {
        int ndots = before;
        for (String option : options) {
            if (option.matches("ndots:\\d{1,4}")) {
                ndots = Math.min(Integer.parseInt(option.substring(6)), MAX_NDOTS);
            }
        }
        return ndots;
    }
}
