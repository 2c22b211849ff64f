package io.faultline.core.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.core.tls.engine.TlsVersion;
import io.faultline.core.wire.WireBench;
import io.faultline.core.wire.WireContract;
import io.faultline.core.worker.Worker.Kind;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

/** The contract of a wire, kept by TLS over channels. */
class TlsOverChannelWireIT extends WireContract {

    private @Nullable TlsBench tls;

    TlsOverChannelWireIT() {
        super(Kind.NIO);
    }

    @Override
    protected WireBench bench(Kind kind) throws Exception {
        TlsBench made = new TlsBench(kind, TlsVersion.TLS_1_3);
        tls = made;
        return made;
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
