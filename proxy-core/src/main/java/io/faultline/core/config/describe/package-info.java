/**
 * The annotations that describe a configuration record to binder, schema and reference page. They
 * stand alone so that every module can describe records of its own without seeing the machinery.
 */
@NullMarked
package io.faultline.core.config.describe;

import org.jspecify.annotations.NullMarked;
