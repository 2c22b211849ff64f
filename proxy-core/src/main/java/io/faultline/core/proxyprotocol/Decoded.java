package io.faultline.core.proxyprotocol;

import io.faultline.core.Side;
import io.faultline.core.Stage;
import io.faultline.core.address.PeerAddress;
import io.faultline.core.fault.Evidence;
import io.faultline.core.fault.Fault;
import io.faultline.core.fault.SessionFault;

/** What the bytes of a header have told so far. */
public sealed interface Decoded {

    Decoded NEED_MORE = new NeedMore();
    Decoded OWN_ADDRESSES = new OwnAddresses();

    /** The header is not complete yet. */
    record NeedMore() implements Decoded {}

    /** The sender speaks for itself or for something that has no address: the socket's own count. */
    record OwnAddresses() implements Decoded {}

    /** The connection is made for this client, which connected to that destination. */
    record Announced(PeerAddress client, PeerAddress destination) implements Decoded {}

    /**
     * Not a header. The connection must be closed: what follows cannot be told from what precedes.
     *
     * @param reason the rule that was broken, one sentence
     * @param seen the first bytes as they came, for comparing with a packet capture
     */
    record Malformed(String reason, String seen) implements Decoded {

        static Malformed because(String reason) {
            return new Malformed(reason, "");
        }

        /** The peer is the one that spoke: side client, although it may be a balancer of ours. */
        public Fault fault() {
            Evidence evidence = Evidence.of("reason", reason, "seen", seen);
            return new Fault(SessionFault.PREAMBLE_INVALID, Side.CLIENT, Stage.PREAMBLE, evidence);
        }
    }
}
