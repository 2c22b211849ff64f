/**
 * What Faultline costs. {@code micro}: JMH suites of single parts. {@code sidebyside}: the whole
 * proxy beside HAProxy and nginx on one machine, with the traffic of {@code load}.
 */
@NullMarked
package io.faultline.benchmarks;

import org.jspecify.annotations.NullMarked;
