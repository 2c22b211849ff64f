/** How large things may be and how long they may take, each with the line of the file that says so. */
@NullMarked
package io.faultline.l7.limit;

import org.jspecify.annotations.NullMarked;
