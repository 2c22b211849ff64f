/** What the proxies between us and an application say of themselves (RFC 9209). */
@NullMarked
package io.faultline.l7.hops;

import org.jspecify.annotations.NullMarked;
