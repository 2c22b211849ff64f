package io.faultline.core.tls;

import io.faultline.core.config.ListenerTlsConfig;
import io.faultline.core.config.ListenerTlsConfig.UnknownName;
import io.faultline.core.config.source.Origins;
import io.faultline.core.connection.DownstreamConnection;
import io.faultline.core.fault.Fault;
import io.faultline.core.timing.TimerText;
import io.faultline.core.tls.hello.HelloLimits;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

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
    final int maxHandshakes;
    final String capOrigin;

    private final AtomicInteger underWay = new AtomicInteger();

    public TlsTermination(CertificateStore certificates, Origins origins, InstantSource clock) {
        ListenerTlsConfig config = certificates.config();
        this.certificates = certificates;
        this.clock = clock;
        this.applications = certificates.settings().applications();
        this.clientNames = config.clientNames();
        this.refusesUnknownNames = config.unknownName() == UnknownName.REFUSE;
        this.timeoutNanos = config.handshakeTimeout().toNanos();
        String origin = origins.of(config, "handshakeTimeout");
        this.timer = TimerText.of("tls.handshakeTimeout", config.handshakeTimeout(), origin);
        this.hello = HelloLimits.of("tls.handshakeTimeout", config.handshakeTimeout(), origin);
        this.maxHandshakes = config.maxHandshakes();
        this.capOrigin = origins.of(config, "maxHandshakes");
    }

    /** Begins the handshake of a connection that all gates have admitted. On its worker's loop. */
    public void begin(DownstreamConnection connection, Outcome outcome) {
        new ServerHandshake(this, connection, outcome).start();
    }

    /** Handshakes that have begun and not ended, on all workers. */
    public int underWay() {
        return underWay.get();
    }

    boolean enter() {
        if (underWay.incrementAndGet() > maxHandshakes && maxHandshakes > 0) {
            underWay.decrementAndGet();
            return false;
        }
        return true;
    }

    void leave() {
        underWay.decrementAndGet();
    }
}
