/**
 * What is gathered when something has failed: what TCP knew of the connection, what that connection was,
 * and what its silence means. Nothing here runs while all goes well.
 */
@NullMarked
package io.faultline.core.evidence;

import org.jspecify.annotations.NullMarked;
