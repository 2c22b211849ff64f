/** TLS peers made of the JDK alone: servers with certificates of their own, and what clients say first. */
@NullMarked
package io.faultline.testkit.tls;

import org.jspecify.annotations.NullMarked;
