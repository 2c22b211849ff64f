/** How the proxy is, on one page, and what it was made of: its listeners, its generations. */
@NullMarked
package io.faultline.app.admin.page.status;

import org.jspecify.annotations.NullMarked;
