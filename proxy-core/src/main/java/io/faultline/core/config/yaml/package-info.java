/**
 * The part of YAML that a configuration needs: mappings, sequences and text. What lets a short file
 * become a large or a running one (aliases, tags, merge keys) is refused where it stands.
 */
@NullMarked
package io.faultline.core.config.yaml;

import org.jspecify.annotations.NullMarked;
