/**
 * From a worker's record to the disk: a queue that never makes a worker wait, the one thread that
 * formats and writes, and what becomes of lines while the disk fails.
 */
@NullMarked
package io.faultline.core.observe.access.log;

import org.jspecify.annotations.NullMarked;
