/**
 * {@code faultline demo}: three small origins behind the real proxy on loopback, with a real
 * configuration. {@link io.faultline.app.demo.DemoConfig} is the text, {@link
 * io.faultline.app.demo.DemoFleet} the origins, {@link io.faultline.app.demo.DemoCheck} the traffic
 * of {@code --check}. Blocking code on virtual threads: nothing here is on the proxy's data path.
 */
@NullMarked
package io.faultline.app.demo;

import org.jspecify.annotations.NullMarked;
