/** What HTTP itself costs: heads, frames, compressed fields, routes and what they do. */
@NullMarked
package io.faultline.benchmarks.micro.http;

import org.jspecify.annotations.NullMarked;
