/** HTTP/1.1 as bytes: strict parsers and a writer, without any I/O. */
@NullMarked
package io.faultline.l7.http1;

import org.jspecify.annotations.NullMarked;
