/**
 * Where things stand in a configuration file: locations, problems at a location, and which line
 * every bound value came from.
 */
@NullMarked
package io.faultline.core.config.source;

import org.jspecify.annotations.NullMarked;
