package io.faultline.core.tls.engine;

import io.netty.handler.ssl.OpenSsl;
import org.jspecify.annotations.Nullable;

/** Whether BoringSSL is there for this system. The first question loads it. */
public final class NativeTls {

    private NativeTls() {}

    public static boolean isAvailable() {
        return OpenSsl.isAvailable();
    }

    /** Why it is not available. */
    public static @Nullable String whyNot() {
        Throwable cause = OpenSsl.unavailabilityCause();
        return cause == null ? null : cause.toString();
    }

    static void require() throws TlsSetupException {
        if (!isAvailable()) {
            throw new TlsSetupException("TLS needs BoringSSL, which did not load: " + whyNot());
        }
    }
}
