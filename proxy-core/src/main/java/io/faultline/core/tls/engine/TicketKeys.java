package io.faultline.core.tls.engine;

import io.netty.internal.tcnative.SSLContext;
import io.netty.internal.tcnative.SessionTicketKey;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What session tickets are sealed with. The client keeps the ticket, so whoever has the keys can resume
 * the session: every worker, and every context that a reload makes. They outlive certificates, else each
 * reload would cost every client a full handshake.
 *
 * <p>The newest key seals, the older ones still open: after three turns a ticket is void. Keys are never
 * written anywhere, so a restart makes all tickets void.
 *
 * <p>Any thread; contexts guard their own copy.
 */
public final class TicketKeys {

    private static final int KEPT = 3;

    private final SecureRandom random = new SecureRandom();
    private final Deque<SessionTicketKey> keys = new ArrayDeque<>(); // newest first

    public TicketKeys() {
        rotate();
    }

    /** From now on a new key seals. Contexts have to be {@linkplain #giveTo given} it. */
    public synchronized void rotate() {
        keys.addFirst(
                new SessionTicketKey(
                        bytes(SessionTicketKey.NAME_SIZE),
                        bytes(SessionTicketKey.HMAC_KEY_SIZE),
                        bytes(SessionTicketKey.AES_KEY_SIZE)));
        if (keys.size() > KEPT) {
            keys.removeLast();
        }
    }

    private byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    /** May be given again while connections use the context. */
    public synchronized void giveTo(TlsContext context) {
        SSLContext.setSessionTicketKeys(context.pointer(), keys.toArray(SessionTicketKey[]::new));
    }
}
