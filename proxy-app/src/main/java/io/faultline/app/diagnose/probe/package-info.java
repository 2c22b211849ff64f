/** The single steps of a diagnosis. Each goes the way that traffic goes, through the same classes. */
@NullMarked
package io.faultline.app.diagnose.probe;

import org.jspecify.annotations.NullMarked;
