/** One client as we know it: who it is, where it connected, and how it is told goodbye. */
@NullMarked
package io.faultline.core.address;

import org.jspecify.annotations.NullMarked;
