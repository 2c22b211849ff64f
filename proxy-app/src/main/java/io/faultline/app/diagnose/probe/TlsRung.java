package io.faultline.app.diagnose.probe;

import io.faultline.app.diagnose.ladder.Outcome;
import io.faultline.app.diagnose.ladder.Rung;
import io.faultline.app.diagnose.target.Plan;
import io.faultline.core.Layer;
import io.faultline.core.config.value.HostPort;
import io.faultline.core.connection.TlsSession;
import io.faultline.core.fault.Fault;
import io.faultline.core.tls.cert.CertificateNames;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** What TLS came to, in words. */
final class TlsRung {

    static final String NAME = "tls";
    private static final long SOON_DAYS = 14;

    private TlsRung() {}

    static Rung of(Plan plan, HostPort place, Dialled dialled, Instant now) {
        Rung rung = Rung.of(Layer.L6, NAME, Outcome.OK, dialled.tlsNanos(), "");
        Fault fault = dialled.fault();
        if (fault != null) {
            return rung.broken(fault, "no TLS with " + name(plan, place))
                    .with("server-name", name(plan, place))
                    .with("judged-by", plan.judge());
        }
        TlsSession session = dialled.session();
        if (session == null) {
            return rung;
        }
        String summary =
                session.protocol() + " " + session.cipher() + certificate(dialled.chain(), now);
        rung =
                Rung.of(Layer.L6, NAME, Outcome.OK, dialled.tlsNanos(), summary)
                        .with("server-name", name(plan, place));
        String application = dialled.application();
        rung = rung.with("alpn", application == null ? "nothing agreed" : application);
        if (dialled.chain().isEmpty()) {
            return rung;
        }
        X509Certificate own = dialled.chain().getFirst();
        rung =
                rung.with("subject", own.getSubjectX500Principal().getName())
                        .with("names", String.join(",", CertificateNames.alternatives(own)))
                        .with("issuer", own.getIssuerX500Principal().getName())
                        .with("notAfter", own.getNotAfter().toInstant().toString())
                        .with("days-left", Long.toString(daysLeft(own, now)))
                        .with("chain", count(dialled.chain()))
                        .with("judged-by", plan.judge());
        return daysLeft(own, now) < SOON_DAYS
                ? rung.noteworthy()
                        .note("the certificate ends in " + daysLeft(own, now) + " days: renew it")
                : rung;
    }

    static String name(Plan plan, HostPort place) {
        String configured = plan.config().tls() == null ? null : plan.config().tls().serverName();
        return configured == null ? place.host() : configured;
    }

    static String count(List<X509Certificate> chain) {
        return chain.size() == 1 ? "1 certificate" : chain.size() + " certificates";
    }

    static long daysLeft(X509Certificate certificate, Instant now) {
        return Duration.between(now, certificate.getNotAfter().toInstant()).toDays();
    }

    private static String certificate(List<X509Certificate> chain, Instant now) {
        return chain.isEmpty() ? "" : ", " + daysLeft(chain.getFirst(), now) + " days left";
    }
}
