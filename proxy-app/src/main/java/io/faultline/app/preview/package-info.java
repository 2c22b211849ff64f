/** What a listener makes of one request, found out by the classes that serve. */
@NullMarked
package io.faultline.app.preview;

import org.jspecify.annotations.NullMarked;
