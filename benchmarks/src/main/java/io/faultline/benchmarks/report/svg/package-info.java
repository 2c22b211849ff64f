/** Charts as text: a few shapes are less to carry than a library, and they look the same in a browser, in Markdown, in light and in dark. */
@NullMarked
package io.faultline.benchmarks.report.svg;

import org.jspecify.annotations.NullMarked;
