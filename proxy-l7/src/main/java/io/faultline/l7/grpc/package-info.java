/** What a proxy has to know of gRPC: how long a call may take, and how a failure is told to its client. */
@NullMarked
package io.faultline.l7.grpc;

import org.jspecify.annotations.NullMarked;
