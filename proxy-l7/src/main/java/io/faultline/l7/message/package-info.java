/** Heads of requests and responses as bytes with an index, whatever HTTP version they came in. */
@NullMarked
package io.faultline.l7.message;

import org.jspecify.annotations.NullMarked;
