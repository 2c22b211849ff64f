package io.faultline.core.config.bind;

import io.faultline.core.config.source.Location;

/**
 * A value that names an entry of a top-level mapping, such as a listener's upstream. Kept even when
 * the section around it could not be bound, so that one mistake does not hide another.
 *
 * @param target the mapping, {@code upstreams}
 * @param name what was written
 * @param path the key it was written under
 */
public record Reference(String target, String name, Location location, String path) {}
