/** What a person reads away from the program, made from the commands themselves: man page, completions. */
@NullMarked
package io.faultline.app.cli.manual;

import org.jspecify.annotations.NullMarked;
