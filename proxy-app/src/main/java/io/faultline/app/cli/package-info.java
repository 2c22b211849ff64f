/**
 * The command line: one class per command, each a few lines that hand over to the package which does
 * the work. A command fails by throwing {@link io.faultline.app.cli.exit.CommandFailed}: a
 * sentence and an exit code, never a stack trace.
 */
@NullMarked
package io.faultline.app.cli;

import org.jspecify.annotations.NullMarked;
