/** Another configuration while the proxy serves: when it is read, and what came of it. */
@NullMarked
package io.faultline.app.reload;

import org.jspecify.annotations.NullMarked;
