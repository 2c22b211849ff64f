/**
 * The access log: {@link io.faultline.core.observe.access.SessionRecord} is what a worker says of a
 * session that ended, {@link io.faultline.core.observe.access.AccessLog} takes it from there.
 */
@NullMarked
package io.faultline.core.observe.access;

import org.jspecify.annotations.NullMarked;
