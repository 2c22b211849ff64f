/** Who may take connections, who may not, and why. */
@NullMarked
package io.faultline.app.admin.page.upstreams;

import org.jspecify.annotations.NullMarked;
