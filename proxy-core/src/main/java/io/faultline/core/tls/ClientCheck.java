package io.faultline.core.tls;

import io.faultline.core.tls.cert.CertificateNames;
import io.faultline.core.tls.cert.ChainVerifier;
import io.faultline.core.tls.cert.Distrust;
import io.faultline.core.tls.cert.Distrust.Reason;
import io.faultline.core.tls.engine.PeerCheck;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Judges the certificate a client shows, and remembers what it found. For one handshake. */
final class ClientCheck implements PeerCheck {

    private final ChainVerifier verifier;
    private final List<String> patterns;
    private final InstantSource clock;
    private @Nullable Distrust distrust;

    ClientCheck(ChainVerifier verifier, List<String> patterns, InstantSource clock) {
        this.verifier = verifier;
        this.patterns = patterns;
        this.clock = clock;
    }

    @Override
    public int verdict(byte[][] encoded) {
        List<X509Certificate> chain = ChainVerifier.parse(encoded);
        distrust =
                chain == null
                        ? new Distrust(Reason.UNREADABLE, "it is damaged", List.of())
                        : check(chain);
        return Verdicts.of(distrust);
    }

    private @Nullable Distrust check(List<X509Certificate> chain) {
        Distrust found = verifier.check(chain, clock.instant());
        if (found != null || patterns.isEmpty()) {
            return found;
        }
        return CertificateNames.isAllowed(chain.getFirst(), patterns)
                ? null
                : new Distrust(
                        Reason.NAME_MISMATCH,
                        "none of its names is allowed by clientNames " + patterns,
                        chain);
    }

    /** What was wrong about it, if it was shown and something was. */
    @Nullable Distrust distrust() {
        return distrust;
    }
}
