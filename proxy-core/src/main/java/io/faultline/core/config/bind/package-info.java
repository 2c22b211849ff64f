/**
 * From YAML nodes to records. Judges one value at a time; what must fit together is judged in {@code
 * config.check}.
 */
@NullMarked
package io.faultline.core.config.bind;

import org.jspecify.annotations.NullMarked;
