package io.faultline.core.upstream;

import io.faultline.core.Side;
import io.faultline.core.Stage;
import io.faultline.core.address.PeerAddress;
import io.faultline.core.config.EndpointConfig;
import io.faultline.core.config.HostPort;
import io.faultline.core.config.UpstreamConfig;
import io.faultline.core.fault.Fault;
import io.faultline.core.fault.SessionFault;
import io.faultline.core.timing.Ticker;
import io.netty.util.NetUtil;
import io.netty.util.concurrent.EventExecutor;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;

/**
 * An upstream's endpoints with its policy. It lives on the control thread: discovery, health checks
 * and ejection tell it what they know there, and it publishes what follows as one immutable {@link
 * EndpointSet} through a volatile reference. Workers read that, and nothing else of it.
 *
 * <p>Addresses in the config are members at once. A name becomes members when {@link #resolved} says
 * so, and they stay until another answer replaces them: a lookup that fails takes nothing away.
 */
public final class Cluster {

    private final String name;
    private final ScheduledExecutorService control;
    private final Ticker ticker;
    private final InstantSource clock;
    private final List<ClusterListener> listeners = new ArrayList<>();
    private final Map<HostPort, List<InetSocketAddress>> answers = new LinkedHashMap<>();
    private final Map<HostPort, Fault> failedLookups = new LinkedHashMap<>();
    private final Map<PeerAddress, Standing> standings = new LinkedHashMap<>();
    private UpstreamConfig config;
    private volatile EndpointSet endpoints;

    /** May be made on any thread; from then on it belongs to the control thread. */
    public Cluster(
            String name,
            UpstreamConfig config,
            ScheduledExecutorService control,
            Ticker ticker,
            InstantSource clock) {
        this.name = name;
        this.config = config;
        this.control = control;
        this.ticker = ticker;
        this.clock = clock;
        this.endpoints = new EndpointSet(0, config.balance(), List.of());
        membersChanged();
    }

    public String name() {
        return name;
    }

    /** Control thread. */
    public UpstreamConfig config() {
        return config;
    }

    /** The latest snapshot. Any thread. */
    public EndpointSet endpoints() {
        return endpoints;
    }

    /** A worker's own picker; {@code seed} differs from worker to worker. Any thread. */
    public Picker newPicker(long seed) {
        return new Picker(this, seed);
    }

    /** Control thread, like everything the listener will hear. */
    public void addListener(ClusterListener listener) {
        listeners.add(listener);
    }

    /** What discovery has to look up: the members whose host is a name. Control thread. */
    public List<EndpointConfig> names() {
        return config.endpoints().stream().filter(e -> literal(e.address()) == null).toList();
    }

    /** The whole answer for one name; an empty one takes its members away. Control thread. */
    public void resolved(HostPort name, List<InetAddress> addresses) {
        assert onControlThread();
        failedLookups.remove(name);
        answers.put(
                name, addresses.stream().map(a -> new InetSocketAddress(a, name.port())).toList());
        membersChanged();
    }

    /** The last good answer stays in use; the fault is evidence when there is none. Control thread. */
    public void lookupFailed(HostPort name, Fault fault) {
        assert onControlThread();
        failedLookups.put(name, fault);
    }

    /** What active checks say from now on. Told at each change of the verdict. Control thread. */
    public void healthChanged(Endpoint endpoint, HealthVerdict verdict) {
        assert onControlThread();
        Standing standing = standings.get(PeerAddress.from(endpoint.address()));
        if (standing != null && standing.member) {
            standing.verdict = verdict;
            refresh(standing);
            publish();
        }
    }

    /** A config reload: endpoints are found again by address and keep all they know. Control thread. */
    public void reconfigure(UpstreamConfig newConfig) {
        assert onControlThread();
        config = newConfig;
        membersChanged();
    }

    /** Why a pick answered null, with the evidence. Any thread. */
    public Fault whyNone() {
        SessionFault code =
                endpoints.entries().isEmpty()
                        ? SessionFault.NO_ENDPOINTS
                        : SessionFault.NONE_HEALTHY;
        return Fault.of(code, Side.UPSTREAM, Stage.BALANCE).with("upstream", name);
    }

    private void membersChanged() {
        Map<PeerAddress, Member> members = new LinkedHashMap<>();
        for (EndpointConfig endpoint : config.endpoints()) {
            for (InetSocketAddress address : addressesOf(endpoint.address())) {
                members.putIfAbsent(PeerAddress.from(address), new Member(address, endpoint));
            }
        }
        members.forEach(this::join);
        standings.forEach(
                (address, standing) -> {
                    if (standing.member && !members.containsKey(address)) {
                        standing.member = false;
                        refresh(standing);
                        tell(new ClusterEvent.EndpointRemoved(this, standing.endpoint));
                    }
                });
        publish();
    }

    private void join(PeerAddress address, Member member) {
        Standing standing = standings.get(address);
        boolean isNew = standing == null || !standing.member;
        if (standing == null) {
            standing = new Standing(new Endpoint(name, member, ticker, clock, this::faultRun));
            standings.put(address, standing);
        }
        standing.member = true;
        standing.endpoint.memberIs(member);
        refresh(standing);
        if (isNew) {
            tell(new ClusterEvent.EndpointAdded(this, standing.endpoint));
        }
    }

    private List<InetSocketAddress> addressesOf(HostPort place) {
        InetSocketAddress literal = literal(place);
        return literal != null ? List.of(literal) : answers.getOrDefault(place, List.of());
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

    private void refresh(Standing standing) {
        EndpointState before = standing.state;
        standing.state = standing.derive(config.health());
        if (before != standing.state) {
            tell(
                    new ClusterEvent.StateChanged(
                            this,
                            standing.endpoint,
                            before,
                            standing.state,
                            standing.endpoint.lastFault()));
        }
    }

    private void publish() {
        List<EndpointSet.Entry> entries =
                standings.values().stream().filter(s -> s.member).map(Standing::entry).toList();
        endpoints = new EndpointSet(endpoints.generation() + 1, config.balance(), entries);
    }

    private void faultRun(Endpoint endpoint) {
        control.execute(endpoint::faultRunTaken);
    }

    private void tell(ClusterEvent event) {
        for (ClusterListener listener : listeners) {
            listener.on(event);
        }
    }

    private boolean onControlThread() {
        return !(control instanceof EventExecutor loop) || loop.inEventLoop();
    }
}
