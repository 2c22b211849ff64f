/** The one form into which the path of a request is brought before anybody decides about it. */
@NullMarked
package io.faultline.l7.path;

import org.jspecify.annotations.NullMarked;
