/** The routes of a configuration as an operator looks at them: in which order, and which one takes what. */
@NullMarked
package io.faultline.app.routes;

import org.jspecify.annotations.NullMarked;
