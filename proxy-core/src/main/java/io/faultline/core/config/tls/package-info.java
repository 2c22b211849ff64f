/**
 * The {@code tls} sections: one for clients of a listener, one for the endpoints of an upstream, one
 * for the admin page, and the words they share.
 */
@NullMarked
package io.faultline.core.config.tls;

import org.jspecify.annotations.NullMarked;
