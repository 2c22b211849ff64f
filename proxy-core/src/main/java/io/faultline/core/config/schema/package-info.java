/** What the records say about the language, for editors (JSON Schema) and for readers (a page). */
@NullMarked
package io.faultline.core.config.schema;

import org.jspecify.annotations.NullMarked;
