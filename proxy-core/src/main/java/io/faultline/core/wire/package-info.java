/**
 * The wire: an ordered byte stream with back-pressure. It is all that a layer asks of the one below;
 * how the bytes travel is the business of {@code wire.linux}, {@code wire.channel} and, later, TLS.
 */
@NullMarked
package io.faultline.core.wire;

import org.jspecify.annotations.NullMarked;
