package io.faultline.core.config.describe;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks the component of a listener that holds its protocol section: exactly one key out of those
 * the program registered ({@code tcp}, {@code http}), each with a record type of its own. So this
 * package need not know them.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Protocol {}
