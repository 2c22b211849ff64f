/** Health checks by the protocol that gRPC has for them: {@code grpc.health.v1}. */
@NullMarked
package io.faultline.core.upstream.health.grpc;

import org.jspecify.annotations.NullMarked;
