/**
 * How this machine resolves names: what {@code hosts(5)} and {@code resolv.conf(5)} say, read again
 * when they change. Nothing here asks anybody.
 */
@NullMarked
package io.faultline.core.discovery.dns.system;

import org.jspecify.annotations.NullMarked;
