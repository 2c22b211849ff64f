/**
 * Where endpoints come from when the config names them by DNS name. Addresses need no discovery: the
 * cluster takes them from the config.
 */
@NullMarked
package io.faultline.core.discovery;

import org.jspecify.annotations.NullMarked;
