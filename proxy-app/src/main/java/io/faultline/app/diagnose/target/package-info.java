/** What is to be diagnosed, and by whose settings. */
@NullMarked
package io.faultline.app.diagnose.target;

import org.jspecify.annotations.NullMarked;
