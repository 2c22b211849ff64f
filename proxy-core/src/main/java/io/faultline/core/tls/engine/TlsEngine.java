package io.faultline.core.tls.engine;

import io.faultline.core.wire.Chunk;
import io.netty.internal.tcnative.SSL;
import org.jspecify.annotations.Nullable;

/**
 * One TLS connection inside BoringSSL. It opens records and seals them, from chunk to chunk, and knows
 * nothing of sockets: whatever it wants to say by itself (handshake, alerts, tickets) waits in {@link
 * #takeOutput}.
 *
 * <p>Why not Netty's {@code SSLEngine}: when the peer ends its half, that one ends ours too, and an
 * answer that is still to be written is lost. Here both halves end on their own, as on a socket.
 *
 * <p>On the worker's loop only. Memory outside the heap: whoever makes one calls {@link #free}.
 */
public final class TlsEngine {

    /** How a call ended. */
    public enum Step {
        DONE, // the handshake is over
        OPENED, // each record that came held plain bytes, and none is incomplete: nothing else to
        // see
        NEEDS_INPUT, // all that came is used up, or part of it is inside as an incomplete record
        FULL, // it has more to say than fits: take the output, call again
        ENDED, // the peer has said close_notify: its half is over
        FAILED // see failure(); an alert for the peer may wait in the output
    }

    /** A flight of the handshake with a usual certificate chain fits. */
    private static final int OUTPUT_BYTES = 8 * 1024;

    private static final int SHORT_OF_RECORD = 17 * 1024; // room for whatever one record can hold

    private static final int RECORD_OVERHEAD = 64; // header, nonce, content type, tag

    private final TlsContext context;
    private final long bio;
    private final RecordCounter records = new RecordCounter(); // from the end of the handshake on
    private long ssl;
    private @Nullable String server; // whose sessions are kept, and offered again
    private long provenNanos; // when its certificate was checked, here or in an earlier handshake
    private long bornNanos;
    private int left;
    private int opened;
    private @Nullable TlsError failure;

    private TlsEngine(TlsContext context, long ssl) {
        this.context = context;
        this.ssl = ssl;
        this.bio = SSL.bioNewByteBuffer(ssl, OUTPUT_BYTES);
    }

    /**
     * The server's end of a connection. Holds on to the context until it is freed.
     *
     * @param check of the client's certificate, when the context asks for one
     */
    public static TlsEngine server(
            TlsContext context, KeyMaterial identity, @Nullable PeerCheck check)
            throws TlsSetupException {
        TlsEngine engine = make(context, true, check);
        engine.identifyAs(identity);
        return engine;
    }

    /**
     * The client's end of a connection.
     *
     * @param serverName the name to ask for, or null to ask for none
     */
    public static TlsEngine client(
            TlsContext context,
            @Nullable String serverName,
            @Nullable KeyMaterial identity,
            PeerCheck check)
            throws TlsSetupException {
        TlsEngine engine = make(context, false, check);
        if (serverName != null) {
            SSL.setTlsExtHostName(engine.ssl, serverName);
        }
        if (identity != null) {
            engine.identifyAs(identity);
        }
        return engine;
    }

    /**
     * Offers the server a session that it gave us before, and keeps those that it gives us now.
     *
     * @param key who it is and under which name it was asked: sessions go nowhere else
     */
    public void resumable(String key, long nowNanos) {
        server = key;
        bornNanos = nowNanos;
        Long proven = context.sessions().offer(key, ssl, nowNanos);
        provenNanos = proven == null ? nowNanos : proven;
        context.keepSessionsOf(ssl, this);
    }

    /** @return whether it is kept, and not to be freed */
    boolean keep(long session) {
        String from = server;
        if (from == null || isFreed()) {
            return false;
        }
        context.sessions().keep(from, session, isResumed() ? provenNanos : bornNanos);
        return true;
    }

    private static TlsEngine make(TlsContext context, boolean server, @Nullable PeerCheck check) {
        context.retain();
        var engine = new TlsEngine(context, SSL.newSSL(context.pointer(), server));
        if (check != null) {
            context.check(engine.ssl, check);
        }
        return engine;
    }

    private void identifyAs(KeyMaterial identity) throws TlsSetupException {
        try {
            identity.use(ssl);
        } catch (TlsSetupException e) {
            free();
            throw e;
        }
    }

    /** Goes on with the handshake. Bytes {@code to - inputLeft()} and later were not looked at. */
    public Step handshake(@Nullable Chunk input, int from, int to) {
        assert !isFreed();
        feed(input, from, to);
        int result = SSL.doHandshake(ssl);
        Step step = result == 1 ? Step.DONE : outcome(result);
        unfeed(to - from);
        return step;
    }

    /**
     * Opens the records in the input, as many as came together. {@link #openedBytes} plain bytes stand
     * in the target afterwards, whatever the step is.
     *
     * <p>The target must have room for as many bytes as the input has and one record more.
     */
    public Step open(Chunk input, int from, int to, Chunk target) {
        assert !isFreed();
        int expected = records.count(input, from, to);
        boolean whole = records.isBetweenRecords();
        feed(input, from, to);
        int at = 0;
        Step step = Step.DONE;
        for (int reads = 0; step == Step.DONE; ) {
            int room = target.capacity() - at;
            int read = SSL.readFromSSL(ssl, target.address() + at, room);
            if (read <= 0) {
                step = outcome(read);
            } else {
                at += read;
                assert target.capacity() - at > 0 : "the target is too small";
                if (++reads == expected && whole) {
                    step = Step.OPENED; // one read gives the bytes of one record
                }
            }
        }
        opened = at;
        SSL.bioClearByteBuffer(bio);
        return step;
    }

    /** The most bytes of input that are sure to fit when opened into this target. */
    public static int mostInput(Chunk target) {
        return target.capacity() - SHORT_OF_RECORD;
    }

    /**
     * Seals bytes into records.
     *
     * @return how many bytes the records have, or -1 when that failed
     */
    public int seal(Chunk plain, int from, int to, Chunk target, int targetFrom) {
        assert !isFreed();
        int room = target.capacity() - targetFrom;
        SSL.bioSetByteBuffer(bio, target.address() + targetFrom, room, true);
        int written = SSL.writeToSSL(ssl, plain.address() + from, to - from);
        int produced = room - SSL.bioLengthByteBuffer(bio);
        if (written != to - from) {
            outcome(written);
            produced = -1;
        }
        SSL.bioClearByteBuffer(bio);
        return produced;
    }

    /** The most bytes records of that many plain bytes can have. */
    public static int sealedBytes(int plain) {
        int records = (plain + SSL.SSL_MAX_PLAINTEXT_LENGTH - 1) / SSL.SSL_MAX_PLAINTEXT_LENGTH;
        return plain + (records + 1) * RECORD_OVERHEAD;
    }

    /** Tells the peer that our half is over. It waits in the output. */
    public void closeNotify() {
        if (!isFreed()) {
            SSL.shutdownSSL(ssl);
            SSL.clearError();
        }
    }

    /** Moves what the engine wants to say by itself to the target: how many bytes. */
    public int takeOutput(Chunk target) {
        if (isFreed() || SSL.bioLengthNonApplication(bio) <= 0) {
            return 0;
        }
        SSL.bioSetByteBuffer(bio, target.address(), target.capacity(), true);
        int taken = SSL.bioFlushByteBuffer(bio);
        SSL.bioClearByteBuffer(bio);
        return Math.max(taken, 0);
    }

    /** Bytes at the end of the last input that were not looked at. */
    public int inputLeft() {
        return left;
    }

    public int openedBytes() {
        return opened;
    }

    /** Why a step failed. */
    public TlsError failure() {
        TlsError known = failure;
        assert known != null : "nothing failed";
        return known;
    }

    public TlsContext context() {
        return context;
    }

    // ---- what a finished handshake agreed on

    /** {@code TLSv1.3}. */
    public String protocol() {
        return SSL.getVersion(ssl);
    }

    /** By its OpenSSL name. */
    public String cipher() {
        return SSL.getCipherForSSL(ssl);
    }

    /** What ALPN chose, or null when it was not used. */
    public @Nullable String application() {
        return SSL.getAlpnSelected(ssl);
    }

    public boolean isResumed() {
        return SSL.isSessionReused(ssl);
    }

    /** The peer's own certificate in DER, or null when it showed none. */
    public byte @Nullable [] peerCertificate() {
        return SSL.getPeerCertificate(ssl);
    }

    /** All certificates the peer showed as an endpoint, its own first, each in DER; null for none. */
    public byte @Nullable [][] peerChain() {
        return SSL.getPeerCertChain(ssl);
    }

    public boolean isFreed() {
        return ssl == 0;
    }

    /** May be called twice. */
    public void free() {
        if (!isFreed()) {
            context.forget(ssl);
            SSL.freeSSL(ssl); // and its BIO with it
            ssl = 0;
            context.release();
        }
    }

    private void feed(@Nullable Chunk input, int from, int to) {
        if (input != null && to > from) {
            SSL.bioSetByteBuffer(bio, input.address() + from, to - from, false);
        }
    }

    private void unfeed(int fed) {
        left = fed == 0 ? 0 : SSL.bioLengthByteBuffer(bio);
        SSL.bioClearByteBuffer(bio);
    }

    private Step outcome(int result) {
        int error = SSL.getError(ssl, result);
        if (error == SSL.SSL_ERROR_WANT_READ) {
            return Step.NEEDS_INPUT;
        }
        if (error == SSL.SSL_ERROR_WANT_WRITE) {
            return Step.FULL;
        }
        if (error == SSL.SSL_ERROR_ZERO_RETURN) {
            return Step.ENDED;
        }
        failure = TlsError.last(error);
        return Step.FAILED;
    }
}
