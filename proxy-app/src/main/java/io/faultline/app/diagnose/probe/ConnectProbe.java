package io.faultline.app.diagnose.probe;

import io.faultline.app.diagnose.ladder.Outcome;
import io.faultline.app.diagnose.ladder.Rung;
import io.faultline.core.Layer;
import io.faultline.core.fault.Fault;
import io.faultline.core.wire.TcpInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A few connections one after the other: one that works proves that it can, several whether it does so
 * each time. Silence is asked once, for it costs its whole timeout.
 */
final class ConnectProbe {

    private static final long SLOW_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final List<Dialled> dials = new ArrayList<>();

    private ConnectProbe() {}

    static ConnectProbe of(Line line, int connects) {
        var probe = new ConnectProbe();
        for (int i = 0; i < connects; i++) {
            Dialled dialled = line.connect();
            probe.dials.add(dialled);
            if (dialled.connectNanos() > SLOW_NANOS) {
                break;
            }
        }
        return probe;
    }

    /** None of them came through. */
    boolean isCut() {
        return dials.stream().noneMatch(Dialled::hasTcp);
    }

    /** The first failure, or null. */
    @Nullable Fault fault() {
        for (Dialled each : dials) {
            if (each.fault() != null) {
                return each.fault();
            }
        }
        return null;
    }

    /** Where the connections came from, or null where none was made. */
    @Nullable String source() {
        for (Dialled each : dials) {
            if (each.local() != null) {
                return each.local();
            }
        }
        return null;
    }

    Rung rung() {
        long good = dials.stream().filter(Dialled::hasTcp).count();
        String times =
                dials.stream()
                        .map(each -> (each.hasTcp() ? "" : "failed after ") + took(each))
                        .collect(Collectors.joining(", "));
        String summary =
                good == dials.size()
                        ? "%d of %d connects: %s".formatted(good, dials.size(), times)
                        : "%d of %d connects failed: %s"
                                .formatted(dials.size() - good, dials.size(), times);
        Rung rung = Rung.of(Layer.L4, "tcp", Outcome.OK, median(), summary);
        TcpInfo info = dials.getLast().info();
        if (info != null) {
            rung = rung.with("rtt", Millis.of(TimeUnit.MICROSECONDS.toNanos(info.rttMicros())));
            if (info.pathMtu() > 0) {
                rung = rung.with("path-mtu", Integer.toString(info.pathMtu()));
            }
            if (info.retransmitsTotal() > 0) {
                rung = rung.with("retransmits", Integer.toString(info.retransmitsTotal()));
            }
        }
        return rung;
    }

    private static String took(Dialled dialled) {
        return Millis.of(dialled.connectNanos());
    }

    private long median() {
        return dials.stream()
                .mapToLong(Dialled::connectNanos)
                .sorted()
                .skip(dials.size() / 2)
                .findFirst()
                .orElse(-1);
    }
}
