package io.faultline.app.diagnose.probe;

import io.faultline.app.diagnose.target.Plan;
import io.faultline.core.config.tls.UpstreamTlsConfig;
import io.faultline.core.config.upstream.UpstreamConfig;
import io.faultline.core.config.value.HostPort;
import io.faultline.core.tls.TlsOrigination;
import io.faultline.core.tls.cert.BadFile;
import io.faultline.core.tls.engine.TlsSetupException;
import io.faultline.core.wire.Wire;
import java.net.InetAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One address of one plan, to be dialled by the plan's settings or by variations of them. Waits: not to
 * be called on the loop.
 */
public final class Line {

    private static final Duration GRACE = Duration.ofSeconds(5);

    private final Bench bench;
    private final Plan plan;
    private final HostPort place;
    private final InetAddress address;

    public Line(Bench bench, Plan plan, HostPort place, InetAddress address) {
        this.bench = bench;
        this.plan = plan;
        this.place = place;
        this.address = address;
    }

    Bench bench() {
        return bench;
    }

    Plan plan() {
        return plan;
    }

    HostPort place() {
        return place;
    }

    InetAddress address() {
        return address;
    }

    /** What to do on a connection before it is closed; null where nothing is. */
    interface Errand<T> {
        T run(Way way, Dialled dialled);
    }

    /** By the plan's own settings, TLS left out. */
    Dialled connect() {
        return dial(plan.config(), null, (way, dialled) -> dialled);
    }

    /** Dials, runs the errand on what came of it, and closes the connection. */
    <T> T dial(UpstreamConfig config, @Nullable TlsOrigination tls, Errand<T> errand) {
        Duration most = config.connect().budget().plus(GRACE);
        Way[] way = new Way[1];
        Dialled dialled =
                bench.ask(
                        most,
                        outcome -> {
                            way[0] = Way.to(bench, plan, config, place, address, tls);
                            Dial.begin(way[0], outcome);
                        });
        try {
            return errand.run(way[0], dialled);
        } finally {
            Wire wire = dialled.wire();
            if (wire != null) {
                bench.worker().execute(() -> reset(wire));
            }
        }
    }

    /** A reset leaves no TIME_WAIT behind, as after a health check. */
    private static void reset(Wire wire) {
        if (wire.isOpen()) {
            wire.reset();
        }
    }

    /** Opens the TLS of these settings. The caller closes it. */
    TlsOrigination tls(UpstreamConfig config) throws BadFile, TlsSetupException {
        UpstreamTlsConfig settings = config.tls();
        assert settings != null : "settings without TLS";
        return TlsOrigination.open(
                plan.upstream(),
                settings,
                config.protocol(),
                plan.configFile(),
                plan.origins(),
                bench.clock(),
                sentence -> {});
    }
}
