package io.faultline.core.observe.saturation;

/**
 * One counter of the kernel.
 *
 * @param total since it began to count, or -1 where the system does not tell
 * @param lately how much of it came within the last minute or since the start; 0 where unknown
 */
public record EventCount(EventKind kind, long total, long lately) {

    public static final long UNTOLD = -1;

    public boolean isKnown() {
        return total >= 0;
    }
}
