package io.faultline.core.runtime;

import io.faultline.core.address.PeerAddress;
import io.faultline.core.config.LimitsConfig;
import io.faultline.core.config.ListenerConfig;
import io.faultline.core.config.load.LoadedConfig;
import io.faultline.core.config.source.Origins;
import io.faultline.core.connection.ListenerScope;
import io.faultline.core.fault.host.HostWatch;
import io.faultline.core.fault.ledger.FaultLedger;
import io.faultline.core.fault.ledger.FaultScope;
import io.faultline.core.gate.ConnectionGate;
import io.faultline.core.gate.ConnectionGates;
import io.faultline.core.listen.ConnectionIntake;
import io.faultline.core.listen.PreambleLimits;
import io.faultline.core.observe.access.AccessLog;
import io.faultline.core.observe.metrics.MetricShards;
import io.faultline.core.spi.ConnectionProtocol;
import io.faultline.core.spi.ProtocolContext;
import io.faultline.core.spi.ProtocolFactory;
import io.faultline.core.tls.CertificateStore;
import io.faultline.core.tls.CertificateWatch;
import io.faultline.core.tls.HandshakeCap;
import io.faultline.core.tls.TlsTermination;
import io.faultline.core.tls.cert.BadFile;
import io.faultline.core.tls.engine.TlsSetupException;
import io.faultline.core.upstream.connect.WorkerUpstream;
import io.faultline.core.wire.BindFailure;
import io.faultline.core.wire.ListeningSocket;
import io.faultline.core.worker.Worker;
import io.netty.util.NetUtil;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Binds what the configuration says: for each listener one socket per worker, with an intake behind it. */
final class Listeners {

    private final LoadedConfig loaded;
    private final List<ProtocolFactory<?>> protocols;
    private final List<WorkerRoom> rooms;
    private final Upstreams upstreams;
    private final ConnectionGates gates;
    private final MetricShards metrics;
    private final FaultLedger faults;
    private final HostWatch host;
    private final @Nullable AccessLog accessLog;
    private final InstantSource clock;
    private final long generation;
    private final CertificateWatch certificates;
    private final Consumer<String> say;
    private final HandshakeCap handshakes;
    private int intakes;

    Listeners(
            LoadedConfig loaded,
            List<ProtocolFactory<?>> protocols,
            List<WorkerRoom> rooms,
            Upstreams upstreams,
            ConnectionGates gates,
            MetricShards metrics,
            FaultLedger faults,
            HostWatch host,
            @Nullable AccessLog accessLog,
            InstantSource clock,
            long generation,
            CertificateWatch certificates,
            Consumer<String> say) {
        this.loaded = loaded;
        this.protocols = protocols;
        this.rooms = rooms;
        this.upstreams = upstreams;
        this.gates = gates;
        this.metrics = metrics;
        this.faults = faults;
        this.host = host;
        this.accessLog = accessLog;
        this.clock = clock;
        this.generation = generation;
        this.certificates = certificates;
        this.say = say;
        LimitsConfig limits = loaded.config().limits();
        this.handshakes =
                new HandshakeCap(
                        "limits.maxHandshakes",
                        limits.maxHandshakes(),
                        loaded.origins().of(limits, "maxHandshakes"));
    }

    /** The cap on handshakes of all listeners, and how many are under way. */
    HandshakeCap handshakes() {
        return handshakes;
    }

    /** All or nothing: when one address cannot be had, those bound before are let go. */
    List<ListenerGroup> bindAll() throws StartFailure {
        List<ListenerGroup> bound = new ArrayList<>();
        try {
            for (ListenerConfig listener : loaded.config().listeners()) {
                bound.add(bind(listener));
            }
        } catch (BindFailure failure) {
            bound.forEach(ListenerGroup::close);
            throw StartFailure.of(failure);
        } catch (StartFailure failure) {
            bound.forEach(ListenerGroup::close);
            throw failure;
        }
        return bound;
    }

    private ListenerGroup bind(ListenerConfig config) throws BindFailure, StartFailure {
        ConnectionGate gate = gates.build(config, loaded.config().limits(), loaded.origins());
        TlsTermination tls = termination(config);
        PeerAddress address = bindAddress(config);
        boolean shared = rooms.size() > 1;
        List<ListeningSocket> sockets = new ArrayList<>();
        try {
            if (shared) {
                checkFree(address);
            }
            for (WorkerRoom room : rooms) {
                ConnectionIntake intake = intake(config, gate, tls, room);
                ListeningSocket socket =
                        room.worker().transport().listen(address, config.backlog(), shared, intake);
                sockets.add(socket);
                address = socket.boundAddress(); // port 0: the others follow the first
            }
        } catch (BindFailure failure) {
            sockets.forEach(ListeningSocket::close);
            throw failure;
        }
        return new ListenerGroup(config.name(), sockets);
    }

    /**
     * With SO_REUSEPORT the kernel would let a second proxy of the same user share our port without a
     * word, and half of the connections would go astray. A plain bind is refused.
     */
    private void checkFree(PeerAddress address) throws BindFailure {
        if (address.port() != 0) {
            rooms.getFirst().worker().transport().checkFree(address);
        }
    }

    private @Nullable TlsTermination termination(ListenerConfig config) throws StartFailure {
        if (config.tls() == null) {
            return null;
        }
        try {
            CertificateStore store =
                    CertificateStore.open(
                            config.name(),
                            config.tls(),
                            loaded.source(),
                            applications(factory(config), config.protocol().settings()),
                            certificates.tickets(),
                            say);
            certificates.add(store);
            return new TlsTermination(
                    store, loaded.origins(), clock, handshakes, factory(config).plaintextAnswer());
        } catch (BadFile | TlsSetupException e) {
            throw new StartFailure("listener " + config.name() + ": " + e.getMessage(), e);
        }
    }

    private ConnectionIntake intake(
            ListenerConfig config,
            ConnectionGate gate,
            @Nullable TlsTermination tls,
            WorkerRoom room) {
        var scope =
                new ListenerScope(
                        room.worker(),
                        config.name(),
                        FaultScope.ofListener(config.name()),
                        gate,
                        room.live(),
                        room.metrics().listener(config.name()),
                        room.metrics().slow(),
                        faults,
                        accessLog,
                        clock,
                        generation);
        return new ConnectionIntake(
                scope,
                PreambleLimits.of(config.proxyProtocol(), loaded.origins()),
                tls,
                protocol(config, room.worker()),
                host,
                ++intakes);
    }

    private ConnectionProtocol protocol(ListenerConfig config, Worker worker) {
        return create(
                factory(config), config.protocol().settings(), new Context(config.name(), worker));
    }

    private static <S extends Record> List<String> applications(
            ProtocolFactory<S> factory, Record settings) {
        return factory.applications(factory.settings().cast(settings));
    }

    private ProtocolFactory<?> factory(ListenerConfig config) {
        String key = config.protocol().key();
        return protocols.stream().filter(each -> each.key().equals(key)).findFirst().orElseThrow();
    }

    private static <S extends Record> ConnectionProtocol create(
            ProtocolFactory<S> factory, Record settings, ProtocolContext context) {
        return factory.create(factory.settings().cast(settings), context);
    }

    private static PeerAddress bindAddress(ListenerConfig config) {
        byte[] address = NetUtil.createByteArrayFromIpAddressString(config.bind().host());
        if (address == null) {
            throw new IllegalStateException("checked at load: " + config.bind());
        }
        return PeerAddress.fromBytes(address, 0, address.length, config.bind().port());
    }

    private final class Context implements ProtocolContext {

        private final String listener;
        private final Worker worker;
        private final Map<String, WorkerUpstream> ways = new HashMap<>();

        Context(String listener, Worker worker) {
            this.listener = listener;
            this.worker = worker;
        }

        @Override
        public Worker worker() {
            return worker;
        }

        @Override
        public WorkerUpstream upstream(String name) {
            return ways.computeIfAbsent(name, this::wayTo);
        }

        private WorkerUpstream wayTo(String name) {
            Upstream upstream = upstreams.get(name);
            return new WorkerUpstream(
                    worker,
                    upstream.cluster().newPicker(worker.index()),
                    upstream.policy(),
                    upstream.pool(),
                    upstream.tls(),
                    upstream.config().protocol(),
                    upstream.config().sendProxyProtocol(),
                    metrics.worker(worker.index()).upstream(name),
                    faults,
                    new FaultScope(listener, name),
                    host,
                    generation);
        }

        @Override
        public Origins origins() {
            return loaded.origins();
        }
    }
}
