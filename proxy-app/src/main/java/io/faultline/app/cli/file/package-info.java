/** Commands that read configuration files and start nothing. */
@NullMarked
package io.faultline.app.cli.file;

import org.jspecify.annotations.NullMarked;
