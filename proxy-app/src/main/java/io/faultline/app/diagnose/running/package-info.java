/** What the proxy that runs with a configuration knows, and no probe from outside can see. */
@NullMarked
package io.faultline.app.diagnose.running;

import org.jspecify.annotations.NullMarked;
