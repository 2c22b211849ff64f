/**
 * Health checks that ask over HTTP. They run on the control thread, one request per connection, so they
 * have a small strict reader of their own; what carries traffic is in another module and built for speed.
 */
@NullMarked
package io.faultline.core.upstream.health.http;

import org.jspecify.annotations.NullMarked;
