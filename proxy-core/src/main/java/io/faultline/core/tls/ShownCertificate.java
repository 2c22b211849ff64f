package io.faultline.core.tls;

import io.faultline.core.tls.cert.Identity;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A certificate that is in service.
 *
 * @param usedBy {@code listener web} or {@code upstream ledger}
 * @param generation which reading of the files it comes from, the first one being 1
 * @param problem what is wrong with newer files, which are therefore not in force; or null
 */
public record ShownCertificate(
        String usedBy, Identity identity, int generation, @Nullable String problem) {

    private static final double SECONDS_A_DAY = 24 * 60 * 60;

    /** Negative once it has ended. */
    public double daysLeft(Instant now) {
        return Duration.between(now, identity.notAfter()).toSeconds() / SECONDS_A_DAY;
    }
}
