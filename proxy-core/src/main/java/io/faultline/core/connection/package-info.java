/** One client as the rest of the house knows it: who it is, on which listener, and how it is told goodbye. */
@NullMarked
package io.faultline.core.connection;

import org.jspecify.annotations.NullMarked;
