package io.faultline.core.tls.wire;

import io.faultline.core.tls.engine.TlsEngine;

/** What a wire has in BoringSSL's memory, for tests that count there. */
public final class Engines {

    private Engines() {}

    public static TlsEngine of(TlsWire wire) {
        return wire.engine();
    }
}
