/** What the dashboard shows, gathered at one moment from those who know. Nothing here knows JSON. */
@NullMarked
package io.faultline.app.dashboard.picture;

import org.jspecify.annotations.NullMarked;
