package io.faultline.core.wire;

import io.faultline.core.worker.Worker.Kind;

/** The contract, kept by Netty channels. */
class ChannelWireIT extends WireContract {

    ChannelWireIT() {
        super(Kind.NIO);
    }
}
