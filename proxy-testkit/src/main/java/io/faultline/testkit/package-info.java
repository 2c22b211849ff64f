/**
 * What tests stand on. Here: time that a test steps by hand, and the one way to wait for what cannot
 * be stepped. Sub-packages: {@code net} (real sockets that misbehave on purpose), {@code process}
 * (a JVM of its own), {@code leak} (nothing stays behind).
 */
@NullMarked
package io.faultline.testkit;

import org.jspecify.annotations.NullMarked;
