/** The way of a request through several proxies: what they call themselves, and what they say of it (RFC 9110, 9209, Trace Context). */
@NullMarked
package io.faultline.l7.hops;

import org.jspecify.annotations.NullMarked;
