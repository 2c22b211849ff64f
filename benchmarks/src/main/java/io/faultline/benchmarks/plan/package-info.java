/**
 * What a run does, in which order: sections of proxies that stay up together, blocks of rows that take turns, and the probes that take one sample.
 * Start reading at {@link io.faultline.benchmarks.plan.Runner}.
 */
@NullMarked
package io.faultline.benchmarks.plan;

import org.jspecify.annotations.NullMarked;
