/** The process around the proxy: its ports, its signals, what it says on the console. */
@NullMarked
package io.faultline.app.process;

import org.jspecify.annotations.NullMarked;
