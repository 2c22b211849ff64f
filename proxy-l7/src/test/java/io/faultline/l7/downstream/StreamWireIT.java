package io.faultline.l7.downstream;

import io.faultline.core.wire.WireBench;
import io.faultline.core.wire.WireContract;
import io.faultline.core.worker.Worker.Kind;
import io.faultline.testkit.leak.LeakGuard;
import org.junit.jupiter.api.extension.ExtendWith;

/** The contract of a wire, kept by a stream of HTTP/2. */
@ExtendWith(LeakGuard.class)
class StreamWireIT extends WireContract {

    StreamWireIT() {
        super(Kind.EPOLL);
    }

    @Override
    protected WireBench bench(Kind kind) throws Exception {
        return new StreamBench(kind);
    }
}
