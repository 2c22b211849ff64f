package io.faultline.app.diagnose.probe;

import io.faultline.core.connection.TlsSession;
import io.faultline.core.fault.Fault;
import io.faultline.core.wire.TcpInfo;
import io.faultline.core.wire.Wire;
import java.security.cert.X509Certificate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far one dial came.
 *
 * @param wire connected, and secured where that was asked for; null when it failed
 * @param local the address we came from; null before TCP was there
 * @param connectNanos until TCP was there, or failed; -1 where nothing was sent
 * @param tlsNanos from there until TLS was, or failed; -1 without it
 * @param info the kernel's view just after the connect
 * @param application what ALPN chose
 */
record Dialled(
        @Nullable Wire wire,
        @Nullable Fault fault,
        @Nullable String local,
        long connectNanos,
        long tlsNanos,
        @Nullable TcpInfo info,
        @Nullable TlsSession session,
        List<X509Certificate> chain,
        @Nullable String application) {

    boolean hasTcp() {
        return local != null;
    }
}
