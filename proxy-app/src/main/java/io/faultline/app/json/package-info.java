/** Reads JSON: what operators send, and what a proxy answers to the command line. */
@NullMarked
package io.faultline.app.json;

import org.jspecify.annotations.NullMarked;
