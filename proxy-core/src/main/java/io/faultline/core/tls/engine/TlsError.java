package io.faultline.core.tls.engine;

import io.netty.internal.tcnative.SSL;
import java.util.Locale;

/**
 * What BoringSSL says of a failure: the name it gives to the reason, such as {@code
 * NO_SHARED_CIPHER}.
 *
 * @param number as packed by the library: its parts are only looked at here
 */
public record TlsError(int number, String reason) {

    private static final int REASON_BITS = 0xfff;
    private static final int FIRST_ALERT = 1000; // SSL_AD_REASON_OFFSET: an alert the peer sent

    /** Takes the error that the last call on this thread left behind, and wipes the rest. */
    static TlsError last(int kind) {
        int number = SSL.getLastErrorNumber();
        String text = number == 0 ? "SSL_ERROR_" + kind : SSL.getErrorString(number);
        SSL.clearError();
        return new TlsError(number, reasonIn(text));
    }

    /** {@code error:1000009c:SSL routines:OPENSSL_internal:HTTP_REQUEST}: what stands last. */
    private static String reasonIn(String text) {
        return text.substring(text.lastIndexOf(':') + 1).toUpperCase(Locale.ROOT);
    }

    /** The number of the alert the peer sent, or -1 when it is not that which failed. */
    public int alert() {
        int reason = number & REASON_BITS;
        return reason >= FIRST_ALERT && reason < FIRST_ALERT + 256 ? reason - FIRST_ALERT : -1;
    }

    @Override
    public String toString() {
        return reason;
    }
}
