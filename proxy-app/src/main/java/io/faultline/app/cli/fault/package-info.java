/** Commands about what broke: where, and what its code means. */
@NullMarked
package io.faultline.app.cli.fault;

import org.jspecify.annotations.NullMarked;
