package io.faultline.core.observe.saturation;

import io.faultline.core.Layer;
import org.jspecify.annotations.Nullable;

/**
 * One thing that can be full, as one look found it.
 *
 * @param subject which one, where there are several: {@code eth0}, {@code 10.0.0.1:8080}; else ""
 * @param used NaN where the system does not tell
 * @param limit NaN where there is none, or the system does not tell
 * @param unknown why there is no ratio, or null when there is one
 * @param note what else belongs to it, or ""
 */
public record Resource(
        ResourceKind kind,
        String subject,
        double used,
        double limit,
        @Nullable String unknown,
        String note,
        @Nullable Forecast forecast) {

    static Resource known(
            ResourceKind kind, String subject, double used, double limit, String note) {
        return new Resource(kind, subject, used, limit, null, note, null);
    }

    static Resource unknown(ResourceKind kind, String subject, double used, String why) {
        return new Resource(kind, subject, used, Double.NaN, why, "", null);
    }

    Resource with(@Nullable Forecast coming) {
        return new Resource(kind, subject, used, limit, unknown, note, coming);
    }

    public Layer layer() {
        return kind.layer();
    }

    public boolean isKnown() {
        return unknown == null;
    }

    /** 1 is full; NaN where that is unknown. */
    public double ratio() {
        return isKnown() ? Math.max(0, used / limit) : Double.NaN;
    }

    public String name() {
        return kind.nameOf(subject);
    }

    /** {@code 24,100 of 28,232 used (85 %), growing 300/s: full in 14 s}; or why nobody knows. */
    public String state() {
        if (unknown != null) {
            String soFar = Double.isNaN(used) ? "" : kind.unit().text(used) + " used; ";
            return soFar + "fullness unknown: " + unknown;
        }
        String coming = forecast == null ? "" : ", " + forecast.text(kind.unit());
        return amount() + coming + (note.isEmpty() ? "" : "; " + note);
    }

    private String amount() {
        if (kind.unit() == Unit.SHARE) {
            return kind.unit().text(used) + " busy";
        }
        return kind.unit().text(used)
                + " of "
                + kind.unit().text(limit)
                + " used ("
                + Unit.SHARE.text(ratio())
                + ")";
    }

    /** {@code L4 source ports towards 10.0.0.1:8080: 24,100 of 28,232 used (85 %)}. */
    @Override
    public String toString() {
        return layer() + " " + name() + ": " + state();
    }
}
