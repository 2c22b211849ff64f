/**
 * How values are written in a configuration file: durations, addresses, names. Every parser here
 * says what is wrong in a sentence and, where it can, what to write instead.
 */
@NullMarked
package io.faultline.core.config.text;

import org.jspecify.annotations.NullMarked;
