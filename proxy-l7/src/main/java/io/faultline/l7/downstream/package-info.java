/** Clients that speak HTTP: bytes become events for the exchange, and answers become bytes. */
@NullMarked
package io.faultline.l7.downstream;

import org.jspecify.annotations.NullMarked;
