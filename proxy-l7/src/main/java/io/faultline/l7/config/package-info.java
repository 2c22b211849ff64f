/**
 * The {@code http:} section of a listener as records; its routes are in {@code route}. Inert: what
 * they mean is made of them in {@code l7.route}.
 */
@NullMarked
package io.faultline.l7.config;

import org.jspecify.annotations.NullMarked;
