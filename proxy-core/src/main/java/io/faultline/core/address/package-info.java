/** IP addresses and ranges of them, kept as small as a data path wants them. */
@NullMarked
package io.faultline.core.address;

import org.jspecify.annotations.NullMarked;
