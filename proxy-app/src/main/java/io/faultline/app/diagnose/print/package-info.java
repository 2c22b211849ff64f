/** A report as people and programs read it. */
@NullMarked
package io.faultline.app.diagnose.print;

import org.jspecify.annotations.NullMarked;
