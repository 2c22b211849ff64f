/** What broke: counted, one by one, and what may be behind it. */
@NullMarked
package io.faultline.app.admin.page.faults;

import org.jspecify.annotations.NullMarked;
