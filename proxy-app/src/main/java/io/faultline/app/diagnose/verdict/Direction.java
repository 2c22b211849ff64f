package io.faultline.app.diagnose.verdict;

import io.faultline.core.fault.ApplicationFault;
import io.faultline.core.fault.Fault;
import io.faultline.core.fault.FaultCode;
import io.faultline.core.fault.NetworkFault;
import io.faultline.core.fault.TlsFault;
import io.faultline.core.fault.TransportFault;

/**
 * A timeout points down the stack, a structured error points up: what somebody took the trouble to say
 * has come all the way, so the layers below the one that said it work.
 */
final class Direction {

    private Direction() {}

    static String of(Fault fault) {
        FaultCode code = fault.code();
        if (code == TransportFault.CONNECT_TIMEOUT) {
            return "Silence points down: nothing at all came back, so look at route, firewalls and the"
                    + " host before the service.";
        }
        if (code == TlsFault.HANDSHAKE_TIMEOUT) {
            return "Silence points down: TCP is fine, TLS got no answer, so the path for large packets"
                    + " or a port that waits for something else.";
        }
        if (code == ApplicationFault.RESPONSE_TIMEOUT) {
            return "Everything below answered: the application is what is silent.";
        }
        if (code == TransportFault.READ_STALLED || code == TransportFault.WRITE_STALLED) {
            return "Silence points down: bytes stopped moving, so the path and the peer's kernel before"
                    + " the application.";
        }
        if (code == ApplicationFault.DNS_TIMEOUT) {
            return "Silence points down: the resolver says nothing, so the way to it before the name.";
        }
        return switch (code.layer()) {
            case L1, L2 -> "Nobody answers on the wire: everything above stands on that.";
            case L3 ->
                    code == NetworkFault.HOST_UNREACHABLE
                            ? "Somebody on the way said so (ICMP): the way is known, and ends there."
                            : "Our own kernel said so: nothing has left this host.";
            case L4 ->
                    fault.countsAgainstEndpoint()
                            ? "An answer points up: packets go there and come back, so L1 to L3 work."
                            : "It is this host's own doing: nothing is said about the endpoint.";
            case L5 -> "Nothing was tried: there is nobody to try.";
            case L6 -> "An answer points up: the peer spoke, so L1 to L4 work.";
            case L7 ->
                    code.id().startsWith("L7.DNS")
                            ? "An answer points up: the resolver spoke, so the way to it works."
                            : "An answer points up: the application spoke, so everything below works.";
        };
    }
}
