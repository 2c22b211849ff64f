/** Regular expressions that take linear time whatever they are given. */
@NullMarked
package io.faultline.l7.regex;

import org.jspecify.annotations.NullMarked;
