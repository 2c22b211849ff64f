package io.faultline.app.dashboard.picture;

import io.faultline.core.Layer;

/**
 * Where a layer and a column meet.
 *
 * @param lastMinute faults; all their codes together
 * @param full how full its fullest is, 1 for full; NaN where nobody knows of anything
 * @param fullest what that is, or ""
 */
public record Cell(
        Layer layer,
        int column,
        Heat heat,
        long lastMinute,
        long lastTenMinutes,
        long lastHour,
        boolean suspected,
        double full,
        String fullest) {}
