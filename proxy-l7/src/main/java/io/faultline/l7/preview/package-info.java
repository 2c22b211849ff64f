/** What would become of a request, told without sending one. */
@NullMarked
package io.faultline.l7.preview;

import org.jspecify.annotations.NullMarked;
