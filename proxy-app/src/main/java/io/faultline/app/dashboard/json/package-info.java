/** What the dashboard shows, as its page reads it. The page and this come from the same build. */
@NullMarked
package io.faultline.app.dashboard.json;

import org.jspecify.annotations.NullMarked;
