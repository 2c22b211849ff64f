/** The {@code http:} section of a listener as records. Inert: what they mean is made of them in {@code route}. */
@NullMarked
package io.faultline.l7.config;

import org.jspecify.annotations.NullMarked;
