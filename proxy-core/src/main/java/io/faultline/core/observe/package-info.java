/**
 * What an operator sees: one record per session, metrics, and the facts behind the admin pages.
 * Nothing here may slow a worker down: a worker hands over or counts, and goes on.
 */
@NullMarked
package io.faultline.core.observe;

import org.jspecify.annotations.NullMarked;
