/**
 * What stands under {@code routes}: whom a route takes, what it does with them, and what it holds
 * them to. As inert as the rest of the section.
 */
@NullMarked
package io.faultline.l7.config.route;

import org.jspecify.annotations.NullMarked;
