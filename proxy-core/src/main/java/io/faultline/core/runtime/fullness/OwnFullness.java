package io.faultline.core.runtime.fullness;

import io.faultline.core.config.LimitsConfig;
import io.faultline.core.config.ListenerConfig;
import io.faultline.core.config.load.LoadedConfig;
import io.faultline.core.gate.Cap;
import io.faultline.core.gate.OpenCount;
import io.faultline.core.observe.access.log.AccessLog;
import io.faultline.core.observe.saturation.Look;
import io.faultline.core.observe.saturation.ResourceKind;
import io.faultline.core.observe.saturation.SaturationSource;
import io.faultline.core.runtime.fullness.Watched.WatchedUpstream;
import io.faultline.core.tls.HandshakeCap;
import io.faultline.core.tls.ShownCertificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Locale;
import java.util.function.Supplier;

/** How full our own limits are: caps, pools, handshakes, certificates, the log. Control thread. */
final class OwnFullness implements SaturationSource {

    private static final int CERTIFICATES_SHOWN = 8;
    private static final double SECONDS_A_DAY = 24 * 60 * 60;
    private static final double RENEWAL_DAYS = 30; // and a third of a short life: when ACME renews
    private static final int RENEWAL_SHARE = 3;

    private final FullnessSources parts;
    private final Supplier<Watched> inForce;
    private final Resumptions resumptions;

    OwnFullness(FullnessSources parts, Supplier<Watched> inForce) {
        this.parts = parts;
        this.inForce = inForce;
        this.resumptions = new Resumptions(parts.metrics());
    }

    @Override
    public void lookInto(Look look) {
        Watched now = inForce.get();
        clients(look, now.loaded());
        now.upstreams().forEach(each -> upstream(look, each));
        handshakes(look, now.handshakes());
        certificates(look);
        accessLog(look, now.loaded());
    }

    private void clients(Look look, LoadedConfig loaded) {
        LimitsConfig limits = loaded.config().limits();
        Cap cap = parts.gates().processCap(limits, loaded.origins());
        OpenCount open = parts.gates().inProcess();
        against(
                look,
                ResourceKind.CLIENT_CONNECTIONS,
                "all listeners",
                open.open(),
                cap.limit(),
                cap.name() + " (" + cap.origin() + ")");
        for (ListenerConfig each : loaded.config().listeners()) {
            if (each.maxConnections() > 0) {
                look.found(
                        ResourceKind.CLIENT_CONNECTIONS,
                        "listener " + each.name(),
                        parts.gates().openOn(each.name()),
                        each.maxConnections(),
                        "maxConnections (" + loaded.origins().of(each, "maxConnections") + ")");
            }
        }
    }

    private void upstream(Look look, WatchedUpstream upstream) {
        String name = upstream.cluster().name();
        int held = upstream.cluster().pooled().held();
        int most = upstream.pool().maxConnections();
        if (most > 0) {
            look.found(ResourceKind.POOL, name, held, most, upstream.pool().connectionsCap());
            look.found(
                    ResourceKind.PENDING,
                    name,
                    parts.metrics().mostPending(name),
                    Math.max(1, upstream.pool().maxPending()),
                    "at the worker with most; " + upstream.pool().pendingCap());
        } else if (held > 0) {
            look.unbounded(ResourceKind.POOL, name, held, "no bound is set (pool.maxConnections)");
        }
        if (upstream.pool().maxRequests() > 0) {
            look.found(
                    ResourceKind.REQUESTS,
                    name,
                    upstream.cluster().active(),
                    upstream.pool().maxRequests(),
                    upstream.pool().requestsCap());
        }
    }

    private void handshakes(Look look, HandshakeCap handshakes) {
        against(
                look,
                ResourceKind.HANDSHAKES,
                "all listeners",
                handshakes.underWay(),
                handshakes.most(),
                handshakes.key() + resumptions.lately());
        handshakes
                .ofListeners()
                .forEach(
                        (listener, own) ->
                                look.found(
                                        ResourceKind.HANDSHAKES,
                                        "listener " + listener,
                                        own.underWay(),
                                        own.most(),
                                        own.key() + " (" + own.origin() + ")"));
    }

    private static void against(
            Look look, ResourceKind kind, String subject, int used, int limit, String note) {
        if (limit > 0) {
            look.found(kind, subject, used, limit, note);
        } else {
            look.unbounded(kind, subject, used, "no cap is set; " + note);
        }
    }

    /** Full is: it ends now. Empty is: nobody would renew it yet. */
    private void certificates(Look look) {
        Instant now = parts.clock().instant();
        parts.certificates().shown().stream()
                .sorted(Comparator.comparingDouble(each -> each.daysLeft(now)))
                .limit(CERTIFICATES_SHOWN)
                .forEach(each -> certificate(look, each, now));
    }

    private static void certificate(Look look, ShownCertificate shown, Instant now) {
        double life =
                Duration.between(shown.identity().notBefore(), shown.identity().notAfter())
                                .toSeconds()
                        / SECONDS_A_DAY;
        double window = Math.min(RENEWAL_DAYS, life / RENEWAL_SHARE);
        double left = shown.daysLeft(now);
        look.found(
                ResourceKind.CERTIFICATE,
                shown.identity().name() + " of " + shown.usedBy(),
                Math.max(0, window - left),
                window,
                String.format(Locale.ROOT, "%.1f days left", left));
    }

    private void accessLog(Look look, LoadedConfig loaded) {
        AccessLog log = parts.accessLog();
        var config = loaded.config().accessLog();
        if (log != null && config != null) {
            look.found(ResourceKind.LOG_QUEUE, "", log.counts().queued(), config.queue());
        }
    }
}
