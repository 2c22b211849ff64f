package io.faultline.core.tls;

import static org.junit.jupiter.api.Assumptions.abort;

import io.faultline.core.tls.engine.TlsVersion;
import org.junit.jupiter.api.Test;

/** The same contract in TLS 1.2, whose records and alerts differ. */
class Tls12OverSocketWireIT extends TlsOverSocketWireIT {

    @Override
    TlsVersion version() {
        return TlsVersion.TLS_1_2;
    }

    @Test
    @Override
    protected void afterFinishThePeerCanStillSend() {
        abort(
                "RFC 5246 7.2.1: whoever hears close_notify says it too, and drops what it had to send");
    }
}
