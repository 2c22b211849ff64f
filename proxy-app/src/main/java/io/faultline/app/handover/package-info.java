/**
 * A new process takes the listening sockets from the running one, and only when it serves does the old
 * one drain: docs/guide/restart.md.
 */
@NullMarked
package io.faultline.app.handover;

import org.jspecify.annotations.NullMarked;
