/** How full each layer is. */
@NullMarked
package io.faultline.app.admin.page.saturation;

import org.jspecify.annotations.NullMarked;
