/** What a diagnosis found, as values: rungs, ladders, and the verdict over them. */
@NullMarked
package io.faultline.app.diagnose.ladder;

import org.jspecify.annotations.NullMarked;
