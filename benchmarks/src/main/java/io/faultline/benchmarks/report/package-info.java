/** What a person reads: one document from all results of a folder, written as HTML and as Markdown, and the verdicts on a terminal. */
@NullMarked
package io.faultline.benchmarks.report;

import org.jspecify.annotations.NullMarked;
