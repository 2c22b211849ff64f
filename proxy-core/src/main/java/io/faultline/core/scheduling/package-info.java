/** Which of the program's threads the kernel lets run first. See docs/adr/0042-who-runs-first.md. */
@NullMarked
package io.faultline.core.scheduling;

import org.jspecify.annotations.NullMarked;
