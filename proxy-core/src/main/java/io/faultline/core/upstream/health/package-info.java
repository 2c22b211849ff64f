/**
 * Active checks: each endpoint is tried by itself, whether traffic goes there or not. Start with
 * {@link io.faultline.core.upstream.health.HealthChecker}.
 */
@NullMarked
package io.faultline.core.upstream.health;

import org.jspecify.annotations.NullMarked;
