package io.faultline.core.upstream.member;

import io.faultline.core.address.PeerAddress;
import io.faultline.core.config.upstream.EndpointConfig;
import io.faultline.core.config.upstream.UpstreamConfig;
import io.faultline.core.config.value.HostPort;
import io.faultline.core.fault.Fault;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which addresses a cluster has: those the config spells out, and the last good answer for each name
 * in it. An address that is named twice counts once, as its first mention says. Control thread only.
 */
public final class Membership {

    private final Map<HostPort, List<InetSocketAddress>> answers = new HashMap<>();
    private final Map<HostPort, Long> generations = new HashMap<>();
    private final Map<HostPort, Fault> lookupFaults = new LinkedHashMap<>();
    private UpstreamConfig config;

    public Membership(UpstreamConfig config) {
        this.config = config;
    }

    public void configIs(UpstreamConfig newConfig) {
        config = newConfig;
        List<HostPort> names = names();
        answers.keySet().retainAll(names);
        generations.keySet().retainAll(names);
        lookupFaults.keySet().retainAll(names);
    }

    public List<HostPort> names() {
        return config.endpoints().stream()
                .map(EndpointConfig::address)
                .filter(place -> literal(place) == null)
                .distinct()
                .toList();
    }

    public void resolved(HostPort name, List<InetAddress> addresses, long generation) {
        lookupFaults.remove(name);
        generations.put(name, generation);
        answers.put(
                name,
                addresses.stream()
                        .map(address -> new InetSocketAddress(address, name.port()))
                        .toList());
    }

    public void lookupFailed(HostPort name, Fault fault) {
        lookupFaults.put(name, fault);
    }

    public Map<HostPort, Fault> lookupFaults() {
        return lookupFaults;
    }

    /** In the order of the config, and of the answer within a name. */
    public Map<PeerAddress, Member> members() {
        var members = new LinkedHashMap<PeerAddress, Member>();
        for (EndpointConfig endpoint : config.endpoints()) {
            InetSocketAddress literal = literal(endpoint.address());
            List<InetSocketAddress> addresses =
                    literal == null
                            ? answers.getOrDefault(endpoint.address(), List.of())
                            : List.of(literal);
            long generation = generations.getOrDefault(endpoint.address(), 0L);
            for (InetSocketAddress address : addresses) {
                members.putIfAbsent(
                        PeerAddress.from(address), new Member(address, endpoint, generation));
            }
        }
        return members;
    }

    private static @Nullable InetSocketAddress literal(HostPort place) {
        byte[] bytes = NetUtil.createByteArrayFromIpAddressString(place.host());
        if (bytes == null) {
            return null;
        }
        try {
            return new InetSocketAddress(InetAddress.getByAddress(bytes), place.port());
        } catch (UnknownHostException impossible) {
            throw new AssertionError("4 and 16 bytes are always an address", impossible);
        }
    }
}
