package io.faultline.core.tls.cert;

import java.security.cert.X509Certificate;
import java.util.List;

/**
 * Why a peer's certificate is not accepted.
 *
 * @param detail what exactly, for a person
 * @param chain as the peer sent it
 */
public record Distrust(Reason reason, String detail, List<X509Certificate> chain) {

    /** The kinds of reasons, each with a fault code of its own. */
    public enum Reason {
        EXPIRED,
        NOT_YET_VALID,
        NAME_MISMATCH,
        UNTRUSTED, // nobody we trust vouches for it
        WRONG_USE, // a client's certificate on a server, or the reverse
        NOT_PINNED,
        UNREADABLE
    }

    public Distrust {
        chain = List.copyOf(chain);
    }
}
