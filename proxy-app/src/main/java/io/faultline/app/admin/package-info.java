/**
 * The operators' port: what the proxy says of itself over plain HTTP. It has an event loop of its own,
 * so that nobody who asks slows down a worker, and nobody who floods a worker silences it.
 */
@NullMarked
package io.faultline.app.admin;

import org.jspecify.annotations.NullMarked;
