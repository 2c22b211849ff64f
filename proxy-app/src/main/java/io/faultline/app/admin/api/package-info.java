/** Describes the API of the admin port, once: the server, OpenAPI and the reference page read it. */
@NullMarked
package io.faultline.app.admin.api;

import org.jspecify.annotations.NullMarked;
