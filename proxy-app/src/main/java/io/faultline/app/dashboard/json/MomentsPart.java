package io.faultline.app.dashboard.json;

import io.faultline.app.dashboard.picture.Moment;
import io.faultline.core.observe.text.JsonWriter;
import io.faultline.core.timing.Phase;
import java.util.Collection;

/** The traffic, second by second. Rates are made here, so that all who watch see the same ones. */
final class MomentsPart {

    private static final double NANOS_A_MICRO = 1e3;
    private static final double MICROS_A_SECOND = 1e6;

    private MomentsPart() {}

    static void write(JsonWriter json, Collection<Moment> moments) {
        json.array("moments");
        for (Moment each : moments) {
            moment(json.object(), each).endObject();
        }
        json.endArray();
    }

    private static JsonWriter moment(JsonWriter json, Moment moment) {
        double seconds = moment.seconds();
        json.member("at", moment.atMillis());
        json.member("ok", tenths((status(moment, 1, 2, 3)) / seconds));
        json.member("client_errors", tenths(status(moment, 4) / seconds));
        json.member("errors", tenths(status(moment, 0, 5) / seconds));
        json.member("opened", tenths(moment.opened() / seconds));
        json.member("open", moment.open());
        json.member("up", Math.round(moment.bytesUp() / seconds));
        json.member("down", Math.round(moment.bytesDown() / seconds));
        json.member("faults", moment.faults());
        json.member("p50", micros(moment.p50()));
        json.member("p90", micros(moment.p90()));
        json.member("p99", micros(moment.p99()));
        json.object("phases");
        for (Phase phase : Phase.values()) {
            long nanos = moment.phaseNanos()[phase.ordinal()];
            if (nanos > 0 && moment.ended() > 0) {
                json.member(phase.label(), tenths(nanos / NANOS_A_MICRO / moment.ended()));
            }
        }
        return json.endObject();
    }

    private static double status(Moment moment, int... classes) {
        double sum = 0;
        for (int each : classes) {
            sum += moment.byStatus().get(each);
        }
        return sum;
    }

    private static double micros(double seconds) {
        return tenths(seconds * MICROS_A_SECOND);
    }

    /** More digits would be sent and never seen. */
    private static double tenths(double value) {
        return Double.isNaN(value) ? value : Math.round(value * 10) / 10.0;
    }
}
