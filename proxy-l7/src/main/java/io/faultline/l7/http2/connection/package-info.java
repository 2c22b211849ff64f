/**
 * What both ends of an HTTP/2 connection have in common (RFC 9113): streams and their states, windows both
 * ways, settings, the orderly end, and the limits that keep one peer from hurting the others. What a
 * message means is left to the role that stands on it.
 */
@NullMarked
package io.faultline.l7.http2.connection;

import org.jspecify.annotations.NullMarked;
