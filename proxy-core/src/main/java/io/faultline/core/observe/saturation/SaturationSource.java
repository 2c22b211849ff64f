package io.faultline.core.observe.saturation;

/** Somebody who knows how full something is. */
@FunctionalInterface
public interface SaturationSource {

    /**
     * Says what it finds now. On the control thread, every few seconds: must be quick, wait for nobody,
     * and say "unknown" rather than fail.
     */
    void lookInto(Look look);
}
