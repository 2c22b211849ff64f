/** The two-way copy of bytes: what L4 does all day, and what HTTP upgrades come down to. */
@NullMarked
package io.faultline.core.relay;

import org.jspecify.annotations.NullMarked;
