/** Commands that serve. */
@NullMarked
package io.faultline.app.cli.run;

import org.jspecify.annotations.NullMarked;
