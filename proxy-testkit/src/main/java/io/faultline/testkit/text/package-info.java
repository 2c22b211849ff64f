/** Strict readers of the texts we write: they refuse what a lenient one would forgive. */
@NullMarked
package io.faultline.testkit.text;

import org.jspecify.annotations.NullMarked;
