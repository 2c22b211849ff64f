/**
 * Who may come in: the firewall (L3), the connection caps (L5), and how many descriptors there are to
 * give away. {@link io.faultline.core.gate.ConnectionGate} owns the order.
 */
@NullMarked
package io.faultline.core.gate;

import org.jspecify.annotations.NullMarked;
