/**
 * Names become addresses: one lookup ({@link io.faultline.core.discovery.dns.NameLookup}), and one
 * name over time ({@link io.faultline.core.discovery.dns.WatchedName}). The last good answer is kept.
 */
@NullMarked
package io.faultline.core.discovery.dns;

import org.jspecify.annotations.NullMarked;
