/**
 * Numbers over time. Each worker counts into shards of its own ({@link
 * io.faultline.core.observe.metrics.WorkerMetrics}); they are summed when somebody asks.
 */
@NullMarked
package io.faultline.core.observe.metrics;

import org.jspecify.annotations.NullMarked;
