/**
 * What the access log says: {@link io.faultline.core.observe.access.SessionRecord} is what a worker
 * tells of a session that ended, a {@link io.faultline.core.observe.access.RecordFormat} makes a line
 * of it. How lines come to a disk is the subject of {@code log}.
 */
@NullMarked
package io.faultline.core.observe.access;

import org.jspecify.annotations.NullMarked;
