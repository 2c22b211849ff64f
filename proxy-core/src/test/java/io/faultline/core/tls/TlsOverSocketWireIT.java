package io.faultline.core.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.core.tls.engine.TlsVersion;
import io.faultline.core.wire.WireBench;
import io.faultline.core.wire.WireContract;
import io.faultline.core.worker.Worker.Kind;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

/** The contract of a wire, kept by TLS over sockets. */
class TlsOverSocketWireIT extends WireContract {

    private @Nullable TlsBench tls;

    TlsOverSocketWireIT() {
        super(Kind.EPOLL);
    }

    @Override
    protected WireBench bench(Kind kind) throws Exception {
        TlsBench made = new TlsBench(kind, version());
        tls = made;
        return made;
    }

    TlsVersion version() {
        return TlsVersion.TLS_1_3;
    }

    @AfterEach
    @Override
    protected void stop() throws Exception {
        TlsBench used = tls;
        if (used != null) {
            assertThat(used.enginesAlive()).as("engines that were not freed").isZero();
        }
        super.stop();
    }
}
