package io.faultline.app.admin.page.status;

import io.faultline.core.Layer;
import io.faultline.core.observe.saturation.Resource;
import org.jspecify.annotations.Nullable;

/**
 * One layer: how often it broke lately, and what of it is fullest.
 *
 * @param fullest null where nobody knows
 */
record LayerFacts(
        Layer layer,
        long lastMinute,
        long lastTenMinutes,
        long lastHour,
        @Nullable Resource fullest) {}
