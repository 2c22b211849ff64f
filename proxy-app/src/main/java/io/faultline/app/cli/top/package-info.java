/** The live view in a terminal: what is polled, how a screen is made of it, how a terminal is used. */
@NullMarked
package io.faultline.app.cli.top;

import org.jspecify.annotations.NullMarked;
