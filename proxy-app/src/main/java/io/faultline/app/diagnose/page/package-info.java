/** Diagnoses for who asks the admin port. */
@NullMarked
package io.faultline.app.diagnose.page;

import org.jspecify.annotations.NullMarked;
