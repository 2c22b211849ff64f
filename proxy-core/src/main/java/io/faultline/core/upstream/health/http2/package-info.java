/** What checks that ask over HTTP/2 have in common. */
@NullMarked
package io.faultline.core.upstream.health.http2;

import org.jspecify.annotations.NullMarked;
