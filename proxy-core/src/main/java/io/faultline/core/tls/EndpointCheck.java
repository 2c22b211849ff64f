package io.faultline.core.tls;

import io.faultline.core.tls.cert.CertificateNames;
import io.faultline.core.tls.cert.ChainVerifier;
import io.faultline.core.tls.cert.Distrust;
import io.faultline.core.tls.cert.Distrust.Reason;
import io.faultline.core.tls.cert.Pins;
import io.faultline.core.tls.engine.PeerCheck;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Judges the certificate an endpoint shows, and remembers what it found. For one handshake. */
final class EndpointCheck implements PeerCheck {

    private final @Nullable ChainVerifier verifier;
    private final Pins pins;
    private final String name;
    private final InstantSource clock;
    private @Nullable Distrust distrust;

    /**
     * @param verifier null when endpoints need not prove who they are
     * @param name the host name or address the certificate must be for
     */
    EndpointCheck(@Nullable ChainVerifier verifier, Pins pins, String name, InstantSource clock) {
        this.verifier = verifier;
        this.pins = pins;
        this.name = name;
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
        Distrust found = verifier == null ? null : verified(verifier, chain);
        if (found == null && !pins.accept(chain)) {
            return new Distrust(
                    Reason.NOT_PINNED,
                    "no key of the chain is pinned; the certificate's own is "
                            + Pins.of(chain.getFirst()),
                    chain);
        }
        return found;
    }

    private @Nullable Distrust verified(ChainVerifier by, List<X509Certificate> chain) {
        Distrust found = by.check(chain, clock.instant());
        if (found != null) {
            return found;
        }
        return CertificateNames.isFor(chain.getFirst(), name)
                ? null
                : new Distrust(Reason.NAME_MISMATCH, "it is not for " + name, chain);
    }

    /** What was wrong about it, if it was shown and something was. */
    @Nullable Distrust distrust() {
        return distrust;
    }
}
