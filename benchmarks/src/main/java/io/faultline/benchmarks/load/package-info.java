/**
 * Traffic for a TCP proxy under measurement: a generator and a backend, each one thread in a process
 * of its own, the same for every proxy. They are not what is measured, but they must keep up: the
 * side-by-side run reports how busy they were.
 */
@NullMarked
package io.faultline.benchmarks.load;

import org.jspecify.annotations.NullMarked;
