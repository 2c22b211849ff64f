package io.faultline.core.observe.saturation.linux;

/**
 * Whether a counter has grown within some seconds: a connect that was dropped is given up some seconds
 * later, and then asks.
 */
final class GrewLately {

    private static final double LATELY_SECONDS = 10;

    private long before = KernelText.NONE;
    private double grewAtSeconds = Double.NEGATIVE_INFINITY;
    private boolean lately;

    /** @param total negative where nobody tells */
    void look(long total, double nowSeconds) {
        if (before >= 0 && total > before) {
            grewAtSeconds = nowSeconds;
        }
        before = total;
        lately = nowSeconds - grewAtSeconds <= LATELY_SECONDS;
    }

    /** As of the last look. */
    boolean isSo() {
        return lately;
    }
}
