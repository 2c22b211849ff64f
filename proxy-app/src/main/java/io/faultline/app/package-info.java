/**
 * The program: what the two layers and the core become when somebody types {@code faultline}. {@link
 * io.faultline.app.Main} hands over to the commands in {@code cli}; everything that knows the
 * console, the process and its signals lives here and nowhere below.
 */
@NullMarked
package io.faultline.app;

import org.jspecify.annotations.NullMarked;
