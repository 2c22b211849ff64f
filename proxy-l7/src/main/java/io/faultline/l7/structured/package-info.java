/** Structured field values (RFC 9651, RFC 8941 before it), read strictly and within bounds. */
@NullMarked
package io.faultline.l7.structured;

import org.jspecify.annotations.NullMarked;
