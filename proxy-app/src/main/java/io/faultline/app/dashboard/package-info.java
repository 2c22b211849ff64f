/**
 * The dashboard: one static page, and one stream of events that keeps it current. One sample a second is
 * made beside the workers and shared by all who watch.
 */
@NullMarked
package io.faultline.app.dashboard;

import org.jspecify.annotations.NullMarked;
