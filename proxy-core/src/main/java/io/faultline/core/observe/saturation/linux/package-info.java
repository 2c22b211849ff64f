/**
 * Reads from Linux how full the host is: small files of /proc and /sys, kept open, parsed in place. Every
 * reader takes any text without failing, and says "unknown" where it finds nothing.
 */
@NullMarked
package io.faultline.core.observe.saturation.linux;

import org.jspecify.annotations.NullMarked;
