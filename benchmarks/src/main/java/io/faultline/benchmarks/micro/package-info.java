/**
 * Single parts under JMH. Times tell what a part costs and how it grows; {@code gc.alloc.rate.norm}
 * tells whether it allocates, and on the data path that number must be 0.
 */
@NullMarked
package io.faultline.benchmarks.micro;

import org.jspecify.annotations.NullMarked;
