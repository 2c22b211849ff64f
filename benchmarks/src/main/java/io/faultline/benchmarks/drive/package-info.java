/** Ways to put load on a port: wrk and h2load where they fit, our own generator for bytes, handshakes and a fixed rate. */
@NullMarked
package io.faultline.benchmarks.drive;

import org.jspecify.annotations.NullMarked;
