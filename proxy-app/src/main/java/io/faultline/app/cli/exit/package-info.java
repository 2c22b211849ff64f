/** How a command ends: its exit code, and the sentence before it. */
@NullMarked
package io.faultline.app.cli.exit;

import org.jspecify.annotations.NullMarked;
