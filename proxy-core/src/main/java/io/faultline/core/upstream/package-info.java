/**
 * Where connections may go: a {@code Cluster} is an upstream's endpoints with its policy. It lives on
 * the control thread and publishes immutable {@code EndpointSet}s; a worker asks its own {@code
 * Picker} and tells the {@code Endpoint} how the connect ended.
 */
@NullMarked
package io.faultline.core.upstream;

import org.jspecify.annotations.NullMarked;
