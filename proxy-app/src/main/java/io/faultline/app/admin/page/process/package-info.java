/** The process behind the proxy: its memory, its threads, what its log says. */
@NullMarked
package io.faultline.app.admin.page.process;

import org.jspecify.annotations.NullMarked;
