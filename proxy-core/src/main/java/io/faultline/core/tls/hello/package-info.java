/**
 * What a TLS client says first, read without taking it: its ClientHello names the server it wants
 * before anything is encrypted. Termination chooses a certificate by it, passthrough an upstream.
 */
@NullMarked
package io.faultline.core.tls.hello;

import org.jspecify.annotations.NullMarked;
