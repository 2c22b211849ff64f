package io.faultline.core.evidence;

import io.faultline.core.Side;
import io.faultline.core.Stage;
import io.faultline.core.fault.Errno;
import io.faultline.core.fault.Fault;
import io.faultline.core.fault.FaultClassifier;
import io.faultline.core.fault.NetworkFault;
import io.faultline.core.fault.TransportFault;
import io.faultline.core.wire.TcpInfo;
import io.faultline.core.wire.Wire;

/**
 * Who said no to a connect. One errno stands for several answers: ECONNREFUSED is what a RST becomes and
 * what ICMP "port unreachable" becomes, and EACCES is our own routing table or a firewall far away. What
 * the socket has received tells them apart: a RST is a segment, ICMP is none, and our own kernel refuses
 * before there is a socket to ask.
 *
 * <p>It costs a system call of a connect that has failed, and nothing of one that has not. Whether a RST
 * came from the endpoint or from a firewall in its name no one can tell from here.
 */
public final class Refusal {

    private static final String SAID_BY = "said_by";

    private Refusal() {}

    /** @param failed the wire of the connect, which has just been told */
    public static Fault of(Wire failed, int errno) {
        Fault fault =
                FaultClassifier.ofErrno(
                        errno, Stage.CONNECT, Side.UPSTREAM, failed.remoteAddress());
        TcpInfo tcp = failed.tcpInfo();
        return tcp == null ? fault : explained(fault, errno, tcp);
    }

    static Fault explained(Fault fault, int errno, TcpInfo tcp) {
        if (fault.code() == TransportFault.CONNECT_REFUSED) {
            return switch (tcp.segmentsIn()) {
                case TcpInfo.UNTOLD -> fault;
                case 0 -> fault.with(SAID_BY, "ICMP port unreachable: a firewall, not a port");
                default -> fault.with(SAID_BY, "a RST: the endpoint, or a firewall in its name");
            };
        }
        if (errno == Errno.EACCES) {
            // Our own kernel says so before there is a connect under way. What comes later came by
            // ICMPv6, which has words for it where ICMP for IPv4 says EHOSTUNREACH.
            return new Fault(
                    NetworkFault.HOST_UNREACHABLE,
                    Side.UPSTREAM,
                    fault.stage(),
                    fault.evidence()
                            .and(
                                    SAID_BY,
                                    "ICMPv6 administratively prohibited: a firewall on the way"));
        }
        return fault;
    }
}
