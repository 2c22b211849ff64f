/**
 * The whole proxy beside HAProxy and nginx, on one machine, in turns. Start reading at {@link
 * io.faultline.benchmarks.sidebyside.L4SideBySide}.
 */
@NullMarked
package io.faultline.benchmarks.sidebyside;

import org.jspecify.annotations.NullMarked;
