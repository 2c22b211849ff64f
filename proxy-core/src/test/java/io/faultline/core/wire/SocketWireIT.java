package io.faultline.core.wire;

import io.faultline.core.worker.Worker.Kind;

/** The contract, kept by plain sockets on epoll. */
class SocketWireIT extends WireContract {

    SocketWireIT() {
        super(Kind.EPOLL);
    }
}
