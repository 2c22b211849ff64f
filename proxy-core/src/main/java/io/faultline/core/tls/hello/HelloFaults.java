package io.faultline.core.tls.hello;

import io.faultline.core.Side;
import io.faultline.core.Stage;
import io.faultline.core.fault.Fault;
import io.faultline.core.fault.FaultCode;
import io.faultline.core.fault.TlsFault;
import io.faultline.core.fault.TransportFault;

/** What goes wrong before a hello is there. All of it is the client's doing. */
public final class HelloFaults {

    private HelloFaults() {}

    public static Fault notTls(Peeked.NotTls peeked) {
        return client(TlsFault.NOT_TLS)
                .with("looksLike", peeked.looksLike())
                .with("seen", peeked.seen());
    }

    /** Bytes that break the rules of TLS are not TLS, whatever they begin like. */
    public static Fault malformed(Peeked.Malformed peeked) {
        return client(TlsFault.NOT_TLS)
                .with("looksLike", "a broken TLS ClientHello")
                .with("rule", peeked.rule());
    }

    static Fault timedOut(int bytesSeen, HelloLimits limits) {
        return client(TlsFault.HANDSHAKE_TIMEOUT)
                .with("reason", "no complete ClientHello in time")
                .with("received", received(bytesSeen))
                .with("timer", limits.timer());
    }

    static Fault closedEarly(int bytesSeen) {
        return client(TransportFault.CLOSED_EARLY)
                .with("reason", "the client closed before its ClientHello was complete")
                .with("received", received(bytesSeen));
    }

    private static Fault client(FaultCode code) {
        return Fault.of(code, Side.CLIENT, Stage.TLS);
    }

    private static String received(int bytes) {
        return switch (bytes) {
            case 0 -> "nothing: it may wait for a greeting in plain text";
            case 1 -> "1 byte";
            default -> bytes + " bytes";
        };
    }
}
