/** What can break, whose it is, and what proves it. Every failure on the data path is one of these. */
@NullMarked
package io.faultline.core.fault;

import org.jspecify.annotations.NullMarked;
