package io.faultline.core.tls;

import io.faultline.core.tls.engine.ClientCertificates;
import io.faultline.core.tls.engine.KeyMaterial;
import io.faultline.core.tls.engine.SessionScope;
import io.faultline.core.tls.engine.TicketKeys;
import io.faultline.core.tls.engine.TlsContext;
import io.faultline.core.tls.engine.TlsContexts;
import io.faultline.core.tls.engine.TlsEngine;
import io.faultline.core.tls.engine.TlsSettings;
import io.faultline.core.tls.engine.TlsSetupException;
import io.faultline.core.tls.engine.TlsVersion;
import io.faultline.core.tls.wire.HandshakeObserver;
import io.faultline.core.tls.wire.TlsClassifier;
import io.faultline.core.tls.wire.TlsFailure;
import io.faultline.core.tls.wire.TlsHandshake;
import io.faultline.core.tls.wire.TlsWire;
import io.faultline.core.wire.Wire;
import io.faultline.core.wire.WireBench;
import io.faultline.core.worker.Worker;
import io.faultline.testkit.tls.TlsBridge;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A bench whose wires are TLS: plain clients reach it through a bridge. */
final class TlsBench extends WireBench implements HandshakeObserver {

    private final TlsSettings settings;
    private volatile TlsContext context;
    private final KeyMaterial identity;
    private final TlsBridge bridge;
    private final AtomicInteger failures = new AtomicInteger();

    TlsBench(Worker.Kind kind, TlsVersion most) throws Exception {
        super(kind);
        settings =
                new TlsSettings(
                        TlsVersion.TLS_1_2,
                        most,
                        TlsSettings.SAFE_CIPHERS,
                        TlsSettings.SAFE_GROUPS,
                        List.of());
        context =
                TlsContexts.server(
                        settings,
                        ClientCertificates.NONE,
                        null,
                        SessionScope.of("bench", "", "", "", null));
        identity = TestPki.material(TestPki.server("localhost"));
        bridge = new TlsBridge(TestPki.jdk(null), super.port());
    }

    /** What a reload of certificates does. */
    void renew(SessionScope scope, TicketKeys keys) throws TlsSetupException {
        TlsContext old = context;
        TlsContext fresh = TlsContexts.server(settings, ClientCertificates.NONE, null, scope);
        keys.giveTo(fresh);
        context = fresh;
        old.release();
    }

    void give(TicketKeys keys) {
        keys.giveTo(context);
    }

    @Override
    protected void accepted(Wire wire) {
        try {
            new TlsHandshake(
                            worker,
                            wire,
                            TlsEngine.server(context, identity, null),
                            TlsClassifier.ofClient(null, null, InstantSource.system()),
                            this)
                    .start();
        } catch (TlsSetupException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void onHandshakeDone(TlsWire wire) {
        ready(wire);
    }

    @Override
    public void onHandshakeFailed(TlsFailure failure) {
        failures.incrementAndGet();
    }

    int failures() {
        return failures.get();
    }

    /** Where a client connects to that speaks TLS itself, or garbage. */
    int rawPort() {
        return super.port();
    }

    @Override
    public int port() {
        return bridge.port();
    }

    /** Connections that are still held in BoringSSL's memory. */
    int enginesAlive() {
        return context.users() - 1;
    }

    @Override
    public void close() throws Exception {
        bridge.close();
        super.close();
        identity.free();
        context.release();
    }
}
