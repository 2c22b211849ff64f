/** Keeps a client on one endpoint by a cookie that says nothing to anybody else. */
@NullMarked
package io.faultline.l7.sticky;

import org.jspecify.annotations.NullMarked;
