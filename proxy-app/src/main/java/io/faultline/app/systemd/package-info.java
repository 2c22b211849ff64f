/** What a service manager tells a service and wants to hear from it; plain sockets, no library. */
@NullMarked
package io.faultline.app.systemd;

import org.jspecify.annotations.NullMarked;
