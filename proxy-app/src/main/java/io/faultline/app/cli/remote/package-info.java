/** Commands that ask a running proxy, through its admin port. */
@NullMarked
package io.faultline.app.cli.remote;

import org.jspecify.annotations.NullMarked;
