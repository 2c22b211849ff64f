package io.faultline.core.tls;

import io.faultline.core.config.source.Origins;
import io.faultline.core.config.tls.CertificateConfig;
import io.faultline.core.config.tls.UpstreamTlsConfig;
import io.faultline.core.config.upstream.UpstreamConfig.Speaks;
import io.faultline.core.connection.TlsSession;
import io.faultline.core.fault.Fault;
import io.faultline.core.timing.TimerText;
import io.faultline.core.tls.cert.BadFile;
import io.faultline.core.tls.cert.Identity;
import io.faultline.core.tls.cert.Pins;
import io.faultline.core.tls.engine.TlsSettings;
import io.faultline.core.tls.engine.TlsSetupException;
import io.faultline.core.tls.wire.TlsClassifier;
import io.faultline.core.tls.wire.TlsWire;
import io.faultline.core.wire.Wire;
import io.faultline.core.worker.Worker;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The client's side of TLS towards the endpoints of one upstream: what a connect is followed by where
 * {@code upstreams.X.tls} asks for it. {@link ClientHandshake} is the story of one connection.
 *
 * <p>Shared by all workers. The authorities and our own certificate are read again when their files
 * change; a handshake goes on with what it began with.
 */
public final class TlsOrigination {

    /** Hears how it went: exactly one of the two, unless the handshake was cancelled. */
    public interface Outcome {

        /** The wire is silent until it is told to read. */
        void onSecured(TlsWire wire, TlsSession agreed);

        /** The wire is closed already. */
        void onTlsFailed(Fault fault);
    }

    /** Whether a connection is for traffic or for a check that brings a protocol of its own. */
    public enum Purpose {
        TRAFFIC, // offers what the upstream is to speak, and takes sessions up again
        CHECK, // offers the same, and has the certificate shown each time
        OTHER // offers nothing
    }

    private final String upstream;
    private final UpstreamTlsConfig config;
    private final Path configFile;
    private final TlsSettings settings;
    private final Applications offer;
    private final Pins pins;
    private final InstantSource clock;
    private final String timer;
    private final WatchedFiles files;
    private volatile OriginMaterial current;

    private TlsOrigination(
            String upstream,
            UpstreamTlsConfig config,
            Speaks speaks,
            Path configFile,
            Origins origins,
            InstantSource clock,
            Consumer<String> say)
            throws BadFile, TlsSetupException {
        this.upstream = upstream;
        this.config = config;
        this.configFile = configFile;
        this.clock = clock;
        this.settings =
                TlsSettingsReader.read(
                        config.minVersion(),
                        config.maxVersion(),
                        config.ciphers(),
                        config.curves(),
                        List.of());
        this.offer = Applications.of(speaks);
        this.pins = Pins.of(config.pins());
        this.timer =
                TimerText.of(
                        "tls.handshakeTimeout",
                        config.handshakeTimeout(),
                        origins.of(config, "handshakeTimeout"));
        this.files = new WatchedFiles("upstream " + upstream, files(config, configFile), say);
        this.current = OriginMaterial.read(config, settings, offer, configFile);
    }

    /**
     * @param configFile relative paths start beside it
     * @throws BadFile when a file cannot be used, although the configuration was checked
     */
    public static TlsOrigination open(
            String upstream,
            UpstreamTlsConfig config,
            Speaks speaks,
            Path configFile,
            Origins origins,
            InstantSource clock,
            Consumer<String> say)
            throws BadFile, TlsSetupException {
        return new TlsOrigination(upstream, config, speaks, configFile, origins, clock, say);
    }

    /** Whether an upstream that is written like this needs no other one. */
    public boolean serves(UpstreamTlsConfig written, Speaks speaks, Path from) {
        return config.equals(written)
                && offer.equals(Applications.of(speaks))
                && configFile.equals(from);
    }

    private static List<Path> files(UpstreamTlsConfig config, Path configFile) {
        List<Path> files = new ArrayList<>();
        if (config.ca() != null) {
            files.add(configFile.resolveSibling(config.ca()));
        }
        CertificateConfig own = config.clientCertificate();
        if (own != null) {
            files.add(configFile.resolveSibling(own.cert()));
            files.add(configFile.resolveSibling(own.key()));
        }
        return files;
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
     * @param purpose whether what the upstream is to speak is offered, and must be agreed on
     * @param hostname the endpoint's host as it is written, where {@code serverName} does not say more
     * @param deadlineNanos when to give up
     * @param deadlineTimer which timer that is, in words: {@link #timer}, or a budget of the caller's
     */
    public ClientHandshake begin(
            Worker worker,
            Wire connected,
            Purpose purpose,
            String hostname,
            long deadlineNanos,
            String deadlineTimer,
            Outcome outcome) {
        String name = config.serverName() == null ? hostname : config.serverName();
        OriginMaterial inForce = acquire();
        try {
            var check = new EndpointCheck(inForce.verifier(), pins, name, clock);
            var classifier =
                    TlsClassifier.ofEndpoint(connected.remoteAddress(), inForce.shown(), clock);
            var handshake =
                    new ClientHandshake(
                            worker,
                            connected,
                            check,
                            classifier,
                            name,
                            offers(),
                            purpose == Purpose.OTHER ? Applications.NONE : offer,
                            purpose == Purpose.TRAFFIC,
                            deadlineTimer,
                            outcome);
            handshake.start(inForce, deadlineNanos);
            return handshake;
        } finally {
            inForce.release(); // the engine holds what it needs
        }
    }

    private OriginMaterial acquire() {
        OriginMaterial found;
        do {
            found = current;
        } while (!found.tryRetain());
        return found;
    }

    /** What we offer, for the evidence. */
    private String offers() {
        return settings.min().label()
                + " to "
                + settings.max().label()
                + ", "
                + String.join(":", settings.ciphers());
    }

    /** Which reading of the certificate files is in force, the first one being 1. From any thread. */
    public int generation() {
        return files.generation();
    }

    /** What we show endpoints that ask who we are, if anything. From any thread. */
    List<ShownCertificate> shown() {
        Identity identity = current.identity();
        return identity == null
                ? List.of()
                : List.of(
                        new ShownCertificate(
                                "upstream " + upstream,
                                identity,
                                files.generation(),
                                files.problem()));
    }

    /** Reads the files again if they have changed. Control thread. */
    void lookAgain() {
        files.lookAgain(
                () -> {
                    OriginMaterial fresh = OriginMaterial.read(config, settings, offer, configFile);
                    OriginMaterial old = current;
                    current = fresh;
                    old.release();
                    Identity identity = fresh.identity();
                    return identity == null ? "the authorities" : "we are " + identity.name();
                });
    }

    /** After the last handshake has begun. */
    public void close() {
        current.release();
    }
}
