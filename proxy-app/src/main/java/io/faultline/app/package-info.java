/**
 * The program.
 */
@NullMarked
package io.faultline.app;

import org.jspecify.annotations.NullMarked;
