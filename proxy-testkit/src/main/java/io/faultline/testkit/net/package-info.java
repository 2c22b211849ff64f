/**
 * Real TCP on loopback that misbehaves on purpose: origins that follow a script, clients that tell a
 * FIN from a RST, ports where nobody listens, listeners that drop SYNs. Everything binds port 0 and
 * every wait has a deadline. Where a helper leans on how Linux treats a socket, it says so.
 */
@NullMarked
package io.faultline.testkit.net;

import org.jspecify.annotations.NullMarked;
