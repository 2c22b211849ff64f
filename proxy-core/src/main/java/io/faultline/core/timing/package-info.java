/** Where time goes: the one clock, and the marks of a session on it. */
@NullMarked
package io.faultline.core.timing;

import org.jspecify.annotations.NullMarked;
