/** Where connections enter. Begin reading at {@link io.faultline.core.listen.ConnectionIntake}. */
@NullMarked
package io.faultline.core.listen;

import org.jspecify.annotations.NullMarked;
