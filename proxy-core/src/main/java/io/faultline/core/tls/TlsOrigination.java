package io.faultline.core.tls;

import io.faultline.core.address.PeerAddress;
import io.faultline.core.config.CertificateConfig;
import io.faultline.core.config.UpstreamTlsConfig;
import io.faultline.core.config.source.Origins;
import io.faultline.core.connection.TlsSession;
import io.faultline.core.fault.Fault;
import io.faultline.core.timing.TimerText;
import io.faultline.core.tls.cert.BadFile;
import io.faultline.core.tls.cert.CertificateNames;
import io.faultline.core.tls.cert.ChainVerifier;
import io.faultline.core.tls.cert.Identity;
import io.faultline.core.tls.cert.Pins;
import io.faultline.core.tls.engine.KeyMaterial;
import io.faultline.core.tls.engine.TlsContext;
import io.faultline.core.tls.engine.TlsContexts;
import io.faultline.core.tls.engine.TlsEngine;
import io.faultline.core.tls.engine.TlsSettings;
import io.faultline.core.tls.engine.TlsSetupException;
import io.faultline.core.wire.Wire;
import io.faultline.core.worker.Worker;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The client's side of TLS towards the endpoints of one upstream: what a connect is followed by where
 * {@code upstreams.X.tls} asks for it. {@link ClientHandshake} is the story of one connection.
 *
 * <p>Shared by all workers, and immutable.
 */
public final class TlsOrigination {

    /** Hears how it went: exactly one of the two, unless the handshake was cancelled. */
    public interface Outcome {

        /** The wire is silent until it is told to read. */
        void onSecured(TlsWire wire, TlsSession agreed);

        /** The wire is closed already. */
        void onTlsFailed(Fault fault);
    }

    private final UpstreamTlsConfig config;
    private final TlsSettings settings;
    private final TlsContext context;
    private final @Nullable KeyMaterial identity;
    private final @Nullable ChainVerifier verifier;
    private final Pins pins;
    private final InstantSource clock;
    private final String timer;

    private TlsOrigination(
            UpstreamTlsConfig config,
            Path configFile,
            List<String> applications,
            Origins origins,
            InstantSource clock)
            throws BadFile, TlsSetupException {
        this.config = config;
        this.clock = clock;
        this.settings =
                TlsSettingsReader.read(
                        config.minVersion(), config.maxVersion(), config.ciphers(), applications);
        this.verifier = config.verify() ? verifier(config.ca(), configFile) : null;
        this.pins = Pins.of(config.pins());
        this.identity = identity(config.clientCertificate(), configFile);
        this.timer =
                TimerText.of(
                        "tls.handshakeTimeout",
                        config.handshakeTimeout(),
                        origins.of(config, "handshakeTimeout"));
        this.context = TlsContexts.client(settings);
    }

    /**
     * @param configFile relative paths start beside it
     * @param applications the ALPN names to offer, best first; none to leave ALPN out
     * @throws BadFile when a file cannot be used, although the configuration was checked
     */
    public static TlsOrigination open(
            UpstreamTlsConfig config,
            Path configFile,
            List<String> applications,
            Origins origins,
            InstantSource clock)
            throws BadFile, TlsSetupException {
        return new TlsOrigination(config, configFile, applications, origins, clock);
    }

    private static ChainVerifier verifier(@Nullable String ca, Path configFile) throws BadFile {
        return ca == null
                ? ChainVerifier.ofServersBySystem()
                : ChainVerifier.ofServers(configFile.resolveSibling(ca));
    }

    private static @Nullable KeyMaterial identity(@Nullable CertificateConfig own, Path configFile)
            throws BadFile, TlsSetupException {
        if (own == null) {
            return null;
        }
        Identity read =
                Identity.read(
                        configFile.resolveSibling(own.cert()),
                        configFile.resolveSibling(own.key()));
        return KeyMaterial.of(read.chainPem(), read.keyPem());
    }

    /** How long a handshake may take. */
    public long timeoutNanos() {
        return config.handshakeTimeout().toNanos();
    }

    /** The same in words, with the line that set it, for the evidence of a fault. */
    public String timer() {
        return timer;
    }

    /**
     * Begins the handshake on a wire that has just connected. On the worker's loop; the outcome comes
     * from the loop, never before this returns.
     *
     * @param hostname the endpoint's host as it is written, where {@code serverName} does not say more
     * @param deadlineNanos when to give up
     * @param deadlineTimer which timer that is, in words: {@link #timer}, or a budget of the caller's
     */
    public ClientHandshake begin(
            Worker worker,
            Wire connected,
            String hostname,
            long deadlineNanos,
            String deadlineTimer,
            Outcome outcome) {
        String name = config.serverName() == null ? hostname : config.serverName();
        var check = new EndpointCheck(verifier, pins, name, clock);
        var handshake =
                new ClientHandshake(worker, this, connected, check, name, deadlineTimer, outcome);
        handshake.start(deadlineNanos);
        return handshake;
    }

    TlsEngine engine(String name, EndpointCheck check) throws TlsSetupException {
        // RFC 6066 3: an address is no server name.
        String asked = CertificateNames.isAddress(name) ? null : name;
        return TlsEngine.client(context, asked, identity, check);
    }

    /** What we offer, for the evidence. */
    String offers() {
        return settings.min().label()
                + " to "
                + settings.max().label()
                + ", "
                + String.join(":", settings.ciphers());
    }

    TlsClassifier classifier(PeerAddress endpoint) {
        return TlsClassifier.ofEndpoint(endpoint, identity != null);
    }

    /** After the last handshake has begun. */
    public void close() {
        if (identity != null) {
            identity.free();
        }
        context.release();
    }
}
