package io.faultline.app.dashboard.picture;

import io.faultline.core.observe.access.SessionRecord;

/**
 * One exchange or session that was slow or failed.
 *
 * @param lateNanos how long its answer took to begin; -1 where it is here because it failed
 */
public record Told(SessionRecord kept, long lateNanos) {}
