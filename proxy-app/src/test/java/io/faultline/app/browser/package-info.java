/** A real browser for tests, driven over its own protocol. */
@NullMarked
package io.faultline.app.browser;

import org.jspecify.annotations.NullMarked;
