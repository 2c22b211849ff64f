package io.faultline.core.runtime;

import io.faultline.core.config.LimitsConfig;
import io.faultline.core.config.ListenerConfig;
import io.faultline.core.config.load.LoadedConfig;
import io.faultline.core.config.source.Origins;
import io.faultline.core.connection.ListenerScope;
import io.faultline.core.fault.ledger.FaultScope;
import io.faultline.core.gate.ConnectionGate;
import io.faultline.core.listen.ConnectionIntake;
import io.faultline.core.listen.PreambleLimits;
import io.faultline.core.spi.ConnectionProtocol;
import io.faultline.core.spi.ProtocolContext;
import io.faultline.core.spi.ProtocolFactory;
import io.faultline.core.tls.HandshakeCap;
import io.faultline.core.tls.TlsTermination;
import io.faultline.core.upstream.connect.WorkerUpstream;
import io.faultline.core.worker.Worker;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Builds what stands behind the listeners' doors under one configuration: gates, TLS, protocol. */
final class Intakes {

    private final ServerParts parts;
    private final LoadedConfig loaded;
    private final long generation;
    private final List<ProtocolFactory<?>> protocols;
    private final Map<String, Upstream> upstreams;
    private final CertificateStores stores;
    private final HandshakeCap handshakes;

    Intakes(
            ServerParts parts,
            LoadedConfig loaded,
            long generation,
            List<ProtocolFactory<?>> protocols,
            Map<String, Upstream> upstreams,
            CertificateStores stores) {
        this.parts = parts;
        this.loaded = loaded;
        this.generation = generation;
        this.protocols = protocols;
        this.upstreams = upstreams;
        this.stores = stores;
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

    /** One for each worker, in their order. */
    List<ConnectionIntake> of(ListenerConfig config) throws StartFailure {
        ConnectionGate gate =
                parts.gates().build(config, loaded.config().limits(), loaded.origins());
        TlsTermination tls = termination(config);
        List<ConnectionIntake> intakes = new ArrayList<>();
        for (WorkerRoom room : parts.rooms()) {
            intakes.add(intake(config, gate, tls, room));
        }
        return intakes;
    }

    private @Nullable TlsTermination termination(ListenerConfig config) throws StartFailure {
        if (config.tls() == null) {
            return null;
        }
        ProtocolFactory<?> factory = factory(config);
        var termination =
                new TlsTermination(
                        stores.storeFor(
                                config.name(),
                                config.tls(),
                                applications(factory, config.protocol().settings())),
                        config.tls(),
                        loaded.origins(),
                        parts.surroundings().clock(),
                        handshakes,
                        factory.plaintextAnswer());
        if (config.tls().maxHandshakes() > 0) {
            handshakes.narrowed(config.name(), termination.handshakes());
        }
        return termination;
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
                        parts.faults(),
                        parts.accessLog(),
                        parts.surroundings().clock(),
                        generation);
        return new ConnectionIntake(
                scope,
                PreambleLimits.of(config.proxyProtocol(), loaded.origins()),
                tls,
                protocol(config, room.worker()),
                parts.host());
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
        public String listener() {
            return listener;
        }

        @Override
        public WorkerUpstream upstream(String name) {
            return ways.computeIfAbsent(name, this::wayTo);
        }

        private WorkerUpstream wayTo(String name) {
            Upstream upstream =
                    Objects.requireNonNull(upstreams.get(name), "references were checked at load");
            return new WorkerUpstream(
                    worker,
                    upstream.cluster().newPicker(worker.index()),
                    upstream.policy(),
                    upstream.pool(),
                    upstream.tls(),
                    upstream.config().protocol(),
                    upstream.config().sendProxyProtocol(),
                    parts.metrics().worker(worker.index()).upstream(name),
                    parts.faults(),
                    new FaultScope(listener, name),
                    parts.host(),
                    generation);
        }

        @Override
        public Origins origins() {
            return loaded.origins();
        }

        @Override
        public long generation() {
            return generation;
        }
    }
}
