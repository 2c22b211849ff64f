package io.faultline.core.tls;

import io.faultline.core.config.source.Origins;
import io.faultline.core.config.tls.ListenerTlsConfig;
import io.faultline.core.config.tls.ListenerTlsConfig.UnknownName;
import io.faultline.core.connection.DownstreamConnection;
import io.faultline.core.fault.Fault;
import io.faultline.core.timing.TimerText;
import io.faultline.core.tls.hello.HelloLimits;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The server's side of TLS on one listener: what {@code ConnectionIntake} puts between its gates and
 * the protocol. {@link ServerHandshake} is the story of one client.
 *
 * <p>Shared by all workers, so that the cap counts the handshakes of all of them.
 */
public final class TlsTermination {

    /** Hears how it went: exactly one of the two. */
    public interface Outcome {

        /** The connection's wire is TLS now, and silent; its session is known. */
        void onSecured(DownstreamConnection connection);

        /** The wire is closed already, or closes by itself once the client has read our alert. */
        void onTlsFailed(DownstreamConnection connection, Fault fault);
    }

    final CertificateStore certificates;
    final InstantSource clock;
    final List<String> applications;
    final List<String> clientNames;
    final boolean refusesUnknownNames;
    final long timeoutNanos;
    final String timer;
    final HelloLimits hello;
    final byte[] plaintextAnswer;

    private final HandshakeCap ofProcess;
    private final HandshakeCap own;

    /**
     * @param config as it is written now; the certificates may have been opened by an earlier one that
     *     said the same
     * @param ofProcess the cap that all listeners share
     * @param plaintextAnswer what a client is told that speaks HTTP without TLS; empty: nothing
     */
    public TlsTermination(
            CertificateStore certificates,
            ListenerTlsConfig config,
            Origins origins,
            InstantSource clock,
            HandshakeCap ofProcess,
            String plaintextAnswer) {
        this.certificates = certificates;
        this.clock = clock;
        this.applications = certificates.settings().applications();
        this.clientNames = config.clientNames();
        this.refusesUnknownNames = config.unknownName() == UnknownName.REFUSE;
        this.timeoutNanos = config.handshakeTimeout().toNanos();
        String origin = origins.of(config, "handshakeTimeout");
        this.timer = TimerText.of("tls.handshakeTimeout", config.handshakeTimeout(), origin);
        this.hello = HelloLimits.of("tls.handshakeTimeout", config.handshakeTimeout(), origin);
        this.ofProcess = ofProcess;
        this.own =
                new HandshakeCap(
                        "tls.maxHandshakes",
                        config.maxHandshakes(),
                        origins.of(config, "maxHandshakes"));
        this.plaintextAnswer = plaintextAnswer.getBytes(StandardCharsets.US_ASCII);
    }

    /** Begins the handshake of a connection that all gates have admitted. On its worker's loop. */
    public void begin(DownstreamConnection connection, Outcome outcome) {
        new ServerHandshake(this, connection, outcome).start();
    }

    /** The cap of this listener alone, and its handshakes that have begun and not ended. */
    public HandshakeCap handshakes() {
        return own;
    }

    /** Null when there is a place; else the cap that has none. To be given back with {@link #leave}. */
    @Nullable HandshakeCap enter() {
        if (!own.enter()) {
            return own;
        }
        if (!ofProcess.enter()) {
            own.leave();
            return ofProcess;
        }
        return null;
    }

    void leave() {
        own.leave();
        ofProcess.leave();
    }
}
