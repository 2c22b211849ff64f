/** The slowest exchanges, and where their time went. */
@NullMarked
package io.faultline.app.admin.page.slow;

import org.jspecify.annotations.NullMarked;
