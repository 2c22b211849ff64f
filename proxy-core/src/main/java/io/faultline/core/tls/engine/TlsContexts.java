package io.faultline.core.tls.engine;

import io.netty.internal.tcnative.CertificateVerifier;
import io.netty.internal.tcnative.SSL;
import io.netty.internal.tcnative.SSLContext;
import io.netty.internal.tcnative.SSLSessionCache;
import org.jspecify.annotations.Nullable;

/** Makes contexts from settings. */
public final class TlsContexts {

    /** Each resumption brings the next one; a second ticket would cost every handshake its sealing. */
    private static final int TICKETS = 1;

    private static final int CHAIN_DEPTH = 10;
    private static final int NOT_ACCEPTABLE = 50; // X509_V_ERR_APPLICATION_VERIFICATION

    private TlsContexts() {}

    /**
     * @param clientCaPem the authorities whose names are told to clients when they are asked for a
     *     certificate; may be null when they are not
     * @param sessions where tickets of this context are good
     */
    public static TlsContext server(
            TlsSettings settings,
            ClientCertificates clients,
            byte @Nullable [] clientCaPem,
            SessionScope sessions)
            throws TlsSetupException {
        TlsContext context = make(settings, SSL.SSL_MODE_SERVER);
        long pointer = context.pointer();
        try {
            SSLContext.setSessionIdContext(pointer, sessions.id());
            SSLContext.setNumTickets(pointer, TICKETS);
            SSLContext.setVerify(pointer, clients.mode(), CHAIN_DEPTH);
            if (clients != ClientCertificates.NONE) {
                verifyBy(context);
                if (clientCaPem != null) {
                    try (MemoryBio bio = MemoryBio.of(clientCaPem)) {
                        SSLContext.setCACertificateBio(pointer, bio.pointer());
                    }
                }
            }
            return context;
        } catch (Exception e) {
            context.release();
            throw new TlsSetupException(e);
        }
    }

    /** The peer of each engine must be vouched for by its {@link PeerCheck}. */
    public static TlsContext client(TlsSettings settings) throws TlsSetupException {
        TlsContext context = make(settings, SSL.SSL_MODE_CLIENT);
        SSLContext.setVerify(context.pointer(), SSL.SSL_CVERIFY_REQUIRED, CHAIN_DEPTH);
        verifyBy(context);
        keepSessions(context);
        return context;
    }

    private static TlsContext make(TlsSettings settings, int mode) throws TlsSetupException {
        NativeTls.require();
        long pointer;
        try {
            pointer = SSLContext.make(TlsVersion.bitsBetween(settings.min(), settings.max()), mode);
        } catch (Exception e) {
            throw new TlsSetupException(e);
        }
        try {
            configure(pointer, settings);
            return new TlsContext(pointer);
        } catch (Exception e) {
            SSLContext.free(pointer);
            throw e instanceof TlsSetupException told ? told : new TlsSetupException(e);
        }
    }

    private static void configure(long pointer, TlsSettings settings) throws Exception {
        SSLContext.setOptions(
                pointer,
                TlsVersion.optionsOutside(settings.min(), settings.max())
                        | SSL.SSL_OP_CIPHER_SERVER_PREFERENCE
                        | SSL.SSL_OP_NO_COMPRESSION);
        SSLContext.clearOptions(pointer, SSL.SSL_OP_NO_TICKET);
        SSLContext.setMode(
                pointer, SSLContext.getMode(pointer) | SSL.SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
        SSLContext.setUseTasks(pointer, false); // BoringSSL works inline: no hop to a thread
        // Sessions live in tickets, which the client keeps: no memory of ours, on any worker.
        SSLContext.setSessionCacheMode(pointer, SSL.SSL_SESS_CACHE_OFF);
        if (!SSLContext.setCipherSuite(pointer, String.join(":", settings.ciphers()), false)) {
            throw new TlsSetupException("no usable cipher in " + settings.ciphers());
        }
        if (!SSLContext.setCurvesList(pointer, settings.groups().toArray(String[]::new))) {
            throw new TlsSetupException("an unknown group in " + settings.groups());
        }
        if (!settings.applications().isEmpty()) {
            SSLContext.setAlpnProtos(
                    pointer,
                    settings.applications().toArray(String[]::new),
                    SSL.SSL_SELECTOR_FAILURE_NO_ADVERTISE);
        }
    }

    /** RFC 8446 4.6.1: tickets come behind the handshake, as many and whenever the server likes. */
    private static void keepSessions(TlsContext context) {
        SSLContext.setSessionCacheMode(
                context.pointer(),
                SSL.SSL_SESS_CACHE_CLIENT
                        | SSL.SSL_SESS_CACHE_NO_INTERNAL_LOOKUP
                        | SSL.SSL_SESS_CACHE_NO_INTERNAL_STORE);
        SSLContext.setSSLSessionCache(
                context.pointer(),
                new SSLSessionCache() {
                    @Override
                    public boolean sessionCreated(long ssl, long session) {
                        TlsEngine engine = context.resuming(ssl);
                        return engine != null && engine.keep(session);
                    }

                    @Override
                    public long getSession(long ssl, byte[] id) {
                        return 0; // asked by servers only
                    }
                });
    }

    private static void verifyBy(TlsContext context) {
        SSLContext.setCertVerifyCallback(
                context.pointer(),
                new CertificateVerifier() {
                    @Override
                    public int verify(long ssl, byte[][] chain, String authentication) {
                        PeerCheck check = context.checkOf(ssl);
                        return check == null ? NOT_ACCEPTABLE : check.verdict(chain);
                    }
                });
    }
}
