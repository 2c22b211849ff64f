/** What was measured: samples, what can be said of them in spite of the noise, the file that keeps them, and what had been promised. */
@NullMarked
package io.faultline.benchmarks.result;

import org.jspecify.annotations.NullMarked;
