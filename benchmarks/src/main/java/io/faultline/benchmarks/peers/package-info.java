/**
 * The proxies that are measured, each started the way its makers would advise for the same task: no access log, connections to the backend that
 * stay, as many threads as there are cores for it.
 */
@NullMarked
package io.faultline.benchmarks.peers;

import org.jspecify.annotations.NullMarked;
