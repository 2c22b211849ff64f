/** Text for a terminal: tables, spans of time, nothing that a terminal would obey. */
@NullMarked
package io.faultline.app.admin.text;

import org.jspecify.annotations.NullMarked;
