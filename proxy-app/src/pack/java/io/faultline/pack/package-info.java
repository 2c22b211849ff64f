/**
 * Makes the tarball, at package time: a runtime, an AOT cache, the papers. Runs on the JDK that built the
 * classes and is not part of what it makes.
 */
@NullMarked
package io.faultline.pack;

import org.jspecify.annotations.NullMarked;
