/** From what was found to what it means: which layer, why that one, and what to run next. */
@NullMarked
package io.faultline.app.diagnose.verdict;

import org.jspecify.annotations.NullMarked;
